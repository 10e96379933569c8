using ActiveAnomaly.Labeling.Rows;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// A session, its rows, and what is computed of them once and kept, and the threads that all of it happens on. Thread safe.
/// </summary>
internal sealed class ServedSession : IDisposable
{
    /// <summary>Reads of the session wait while it writes; more threads would only wait beside each other.</summary>
    private const int ReadingThreadCount = 4;

    /// <summary>One for a file that is read in, one for a person beside it.</summary>
    private const int LongThreadCount = 2;

    private readonly SessionThread _writing = new();
    private readonly WorkThreads _reading = new(ReadingThreadCount);
    private readonly WorkThreads _long = new(LongThreadCount);
    private readonly Lazy<RowTails> _tails;
    private readonly Lazy<SimilarRows> _similar;
    private readonly Lazy<RowTable> _table;
    private readonly Lazy<ReviewGroups> _review;
    private readonly Lazy<Task<RowMap>> _map;
    private VersionedMarks? _marks;

    public ServedSession(LabelingSession session, LabelingPool pool, CancellationToken stopping)
    {
        Session = session;
        Pool = pool;
        _tails = new Lazy<RowTails>(() => new RowTails(pool));
        _similar = new Lazy<SimilarRows>(() => new SimilarRows(pool.Features));
        _table = new Lazy<RowTable>(() => new RowTable(pool));
        _review = new Lazy<ReviewGroups>(() => new ReviewGroups(pool, Similar, Tails));
        _map = new Lazy<Task<RowMap>>(() => Task.Factory.StartNew(
            () => RowMap.Of(pool.Features, stopping), stopping, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    public LabelingSession Session { get; }

    public LabelingPool Pool { get; }

    public RowTails Tails => _tails.Value;

    public SimilarRows Similar => _similar.Value;

    public RowTable Table => _table.Value;

    public ReviewGroups Review => _review.Value;

    /// <summary>Gets the map; its computation begins when it is first asked for.</summary>
    public Task<RowMap> Map => _map.Value;

    /// <summary>Gets the number of changes that have not begun.</summary>
    public int WaitingChangeCount => _writing.WaitingCount;

    /// <summary>Gets what is decided of the rows, and their scores, of one moment. It waits for the session.</summary>
    public RowMarks Marks
    {
        get
        {
            // Marks may be newer than the version they are kept under, never older.
            var version = Session.State.Version;
            if (Volatile.Read(ref _marks) is { } kept && kept.Version == version)
            {
                return kept.Marks;
            }

            var marks = RowMarks.Of(Session);
            Volatile.Write(ref _marks, new VersionedMarks(version, marks));
            return marks;
        }
    }

    /// <summary>Reads from the session and its rows.</summary>
    public Task<T> ReadAsync<T>(Func<T> work, CancellationToken cancellationToken) => _reading.RunAsync(work, cancellationToken);

    /// <summary>Changes the session, one change after the other; the token prevents a change that has not begun.</summary>
    public Task<T> WriteAsync<T>(Func<LabelingSession, T> work, CancellationToken cancellationToken) =>
        _writing.RunAsync(() => work(Session), cancellationToken);

    /// <summary>Changes the session many times, beside who changes it once.</summary>
    public Task<T> WriteLongAsync<T>(Func<LabelingSession, T> work, CancellationToken cancellationToken) =>
        _long.RunAsync(() => work(Session), cancellationToken);

    public void Dispose() => _writing.Dispose();

    private sealed record VersionedMarks(long Version, RowMarks Marks);
}
