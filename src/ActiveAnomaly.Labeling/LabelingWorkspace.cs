using ActiveAnomaly.Detectors;
using ActiveAnomaly.Labeling.Notebooks;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;
using ActiveAnomaly.Tables;
using Microsoft.ML;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// A session together with its rows as people know them: what a page shows, and what a program goes on with. A notebook of .NET Interactive
/// shows where it stands. Thread safe.
/// </summary>
[TypeFormatterSource(typeof(WorkspaceFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class LabelingWorkspace : IDisposable
{
    private LabelingWorkspace(LabelingPool pool, LabelingSession session, bool isNew)
    {
        Pool = pool;
        Session = session;
        IsNew = isNew;
    }

    /// <summary>Gets the rows.</summary>
    public LabelingPool Pool { get; }

    /// <summary>Gets the session.</summary>
    public LabelingSession Session { get; }

    /// <summary>Gets a value indicating whether the session has just begun.</summary>
    public bool IsNew { get; }

    /// <summary>Tells whether a store has a session.</summary>
    /// <param name="store">The store.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="Stores.SessionStoreException">The store cannot be read.</exception>
    public static bool Exists(ISessionStore store, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrEmpty(id);
        return store.List(cancellationToken).Contains(id, StringComparer.Ordinal);
    }

    /// <summary>Begins a session over rows; what is needed to find them again is kept in its log.</summary>
    /// <param name="store">Where its log is kept.</param>
    /// <param name="id">The session's id, new in the store.</param>
    /// <param name="pool">The rows.</param>
    /// <param name="options">The options; null for the defaults. Labels that the pool hides are the hidden truth.</param>
    /// <returns>The workspace.</returns>
    /// <exception cref="SessionConflictException">There is such a session already: open it.</exception>
    /// <exception cref="TableException">
    /// Every row has a label that is known: there is nothing to ask, and never would be. Hide the labels
    /// (<see cref="LabelingPoolOptions.HidesLabels"/>), or leave their column out. Nothing is written then.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot keep it.</exception>
    public static LabelingWorkspace Create(ISessionStore store, string id, LabelingPool pool, LabelingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pool);
        RequireQuestions(pool);
        return CreateAsTold(store, id, pool, options);
    }

    /// <summary>
    /// Begins a session over next month's rows with what is known of an earlier one: its answers carry over to the rows with the same id,
    /// or, without ids, to equal rows, each with who gave it and when. The new session keeps which one it was begun from.
    /// </summary>
    /// <param name="store">Where its log is kept.</param>
    /// <param name="id">The session's id, new in the store.</param>
    /// <param name="pool">The rows.</param>
    /// <param name="carried">What carries over.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels; what was carried over until then is kept in the new session.</param>
    /// <returns>The workspace.</returns>
    /// <exception cref="SessionConflictException">There is such a session already: open it.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot keep it.</exception>
    public static LabelingWorkspace Continue(
        ISessionStore store,
        string id,
        LabelingPool pool,
        CarriedAnswers carried,
        LabelingOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(carried);
        var workspace = Create(store, id, pool, options, carried.KnownLabels, carried.Earlier.AddTo(pool.ToProperties()));
        try
        {
            carried.ApplyTo(workspace.Session, cancellationToken);
            return workspace;
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    /// <summary>Goes on with a session, over the file that it began with.</summary>
    /// <param name="store">Where its log is kept.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="path">The file; null for where it was when the session began.</param>
    /// <param name="options">The options; null, and what they leave open, for those of the session.</param>
    /// <param name="progress">Who is told how far the training of the last model is, or null.</param>
    /// <param name="cancellationToken">Cancels reading and that training.</param>
    /// <returns>The workspace.</returns>
    /// <exception cref="KeyNotFoundException">There is no such session.</exception>
    /// <exception cref="PoolMismatchException">
    /// The file has other rows than the session, or the session began with a data view, which has no path.
    /// </exception>
    /// <exception cref="TableException">The file cannot be read as it was.</exception>
    /// <exception cref="SessionMismatchException">The options are not those of the session.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LabelingWorkspace Open(
        ISessionStore store,
        string id,
        string? path = null,
        LabelingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var log = LogOf(store, id, cancellationToken);
        var properties = PropertiesOf(log, id);
        path ??= LabelingPool.FileOf(properties) ?? throw new PoolMismatchException(
            $"The session '{id}' began with a data view, and no file is known to read its rows from. Give the rows.");
        return Open(store, id, log, LabelingPool.Reopen(path, properties, cancellationToken), options, progress, cancellationToken);
    }

    /// <summary>Goes on with a session over the data view that it began with, or begins it where the store has none.</summary>
    /// <param name="store">Where its log is kept.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="data">The rows, the same as when it began.</param>
    /// <param name="options">The options; null, and what they leave open, for those of the session.</param>
    /// <param name="poolOptions">What is known of the rows, for a session that begins; null for nothing.</param>
    /// <param name="progress">Who is told how far the training of the last model is, or null.</param>
    /// <param name="cancellationToken">Cancels reading and that training.</param>
    /// <returns>The workspace.</returns>
    /// <exception cref="PoolMismatchException">The view has other rows than the session.</exception>
    /// <exception cref="TableException">
    /// The view cannot be read; or the session would begin, and every row has a label that is known; see Create.
    /// </exception>
    /// <exception cref="SessionMismatchException">The options are not those of the session.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LabelingWorkspace OpenOrCreate(
        ISessionStore store,
        string id,
        IDataView data,
        LabelingOptions? options = null,
        LabelingPoolOptions? poolOptions = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!Exists(store, id, cancellationToken))
        {
            return Create(store, id, LabelingPool.ReadDataView(data, poolOptions, cancellationToken), options);
        }

        var log = LogOf(store, id, cancellationToken);
        var pool = LabelingPool.ReopenDataView(data, PropertiesOf(log, id), cancellationToken);
        return Open(store, id, log, pool, options, progress, cancellationToken);
    }

    /// <summary>Closes the session (<see cref="LabelingSession.Dispose"/>).</summary>
    public void Dispose() => Session.Dispose();

    /// <summary>Begins a session, also one with nothing to ask, for who was told so and wants it.</summary>
    internal static LabelingWorkspace CreateAsTold(ISessionStore store, string id, LabelingPool pool, LabelingOptions? options) =>
        Create(store, id, pool, options, pool.KnownLabels, pool.ToProperties());

    /// <summary>Refuses rows of which all are known: a session over them asks nothing, and sessions are never deleted.</summary>
    private static void RequireQuestions(LabelingPool pool)
    {
        if (pool.RowCount == 0 || pool.KnownLabels.LabeledCount < pool.RowCount)
        {
            return;
        }

        var label = pool.Table.Schema.Label!.Name;
        throw new TableException(
            $"Every row of '{pool.Name}' has a label in '{label}', and labels that are there count as known: a session over these rows "
            + $"would never ask anything. To play the expert, hide the labels ({nameof(LabelingPoolOptions)}."
            + $"{nameof(LabelingPoolOptions.HidesLabels)} = true), which needs labels of both kinds; to have every row labelled anew, "
            + $"leave '{label}' out ({nameof(LabelingPoolOptions)}.{nameof(LabelingPoolOptions.Table)} = new {nameof(TableOptions)} "
            + $"{{ {nameof(TableOptions.HasLabel)} = false, {nameof(TableOptions.IgnoredColumns)} = [\"{label}\"] }}).");
    }

    private static LabelingWorkspace Create(
        ISessionStore store,
        string id,
        LabelingPool pool,
        LabelingOptions? options,
        Data.PoolLabels known,
        IReadOnlyDictionary<string, string> properties) => new(
            pool,
            LabelingSession.Create(store, id, pool.Features, WithTruth(options, pool), known, properties),
            isNew: true);

    private static LabelingWorkspace Open(
        ISessionStore store,
        string id,
        IReadOnlyList<SessionEvent> log,
        LabelingPool pool,
        LabelingOptions? options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken) => new(
            pool,
            LabelingSession.Open(store, id, log, pool.Features, WithTruth(options, pool), progress, cancellationToken),
            isNew: false);

    private static LabelingOptions WithTruth(LabelingOptions? options, LabelingPool pool) =>
        (options ?? new LabelingOptions()) with { HiddenTruth = options?.HiddenTruth ?? pool.HiddenTruth };

    /// <summary>Reads a log, once: it may be long, and would be another one when it is read again.</summary>
    private static IReadOnlyList<SessionEvent> LogOf(ISessionStore store, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrEmpty(id);
        return store.Read(id, cancellationToken);
    }

    private static IReadOnlyDictionary<string, string> PropertiesOf(IReadOnlyList<SessionEvent> log, string id) =>
        log.OfType<PoolDescribed>().LastOrDefault()?.Properties
            ?? throw new PoolMismatchException(
                $"The session '{id}' keeps nothing of its rows: it was not begun for labelling. Open it with LabelingSession.Open and its "
                + "features.");
}
