using System.Globalization;
using System.Net;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Exports;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tables.Sources;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Reporting;
using ActiveAnomaly.Tool.Results;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>
/// Opens a page where people answer: reads the table, begins a session or goes on with it, and serves until it is stopped.
/// </summary>
internal sealed class LabelRun(LabelOptions options, CommandOutput output)
{
    private SessionDetector Choice => new(
        options.Detector ?? SessionDetector.Default, options.EnsembleSize ?? 1, options.Combination ?? new EnsembleOptions().Combination);

    private FeatureScaling Scaling => BenchmarkMethods.NeedsScaledFeatures(Choice.Word) ? FeatureScaling.MinMax : FeatureScaling.None;

    /// <summary>Gets what opens the page in a browser.</summary>
    public Func<Uri, bool> OpenBrowser { get; init; } = Browser.Open;

    /// <summary>Serves until it is cancelled, which is how it is meant to end.</summary>
    /// <returns>True.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        var serverOptions = ServerOptions();
        if (options.Combination is not null && options.EnsembleSize is null or 1)
        {
            throw new UsageException(CombinationOption.Needless);
        }

        // An ensemble of what is one already is refused before a table is read.
        Choice.Create(seed: 0);
        if (options.Cluster is { } cluster)
        {
            return new ClusterRun(options, cluster, output) { OpenBrowser = OpenBrowser }.Run(
                serverOptions, (sessions, name, table) => BeginOnly(sessions, name, table, cancellationToken), cancellationToken);
        }

        var dataSet = DataSet.FindOne(options.Data, "one table is labelled at a time");
        var place = options.Store ?? SessionPlace.Beside(dataSet);
        RequireStore(place, dataSet);

        // A table, an earlier session or a file of labels that cannot be read leaves no file of sessions behind.
        var beginning = SessionPlace.IsNew(place) ? Prepare(dataSet, cancellationToken) : null;
        using var store = SessionPlace.Open(place, creates: true);
        var id = options.Session ?? IdIn(store, dataSet, cancellationToken);
        using var only = SessionLock.Take(place, id);
        using var workspace = LabelingWorkspace.Exists(store, id, cancellationToken)
            ? GoOn(store, id, dataSet, cancellationToken)
            : Begin(store, id, beginning ??= Prepare(dataSet, cancellationToken), cancellationToken);
        Import(workspace, beginning is null ? Labels(workspace.Pool, cancellationToken) : beginning.Labels, cancellationToken);
        Serve(workspace, SessionPlace.Shown(store, place), serverOptions, cancellationToken).GetAwaiter().GetResult();
        return true;
    }

    private static void RequireStore(string place, DataSet dataSet)
    {
        if (SessionPlace.IsDatabase(place))
        {
            return;
        }

        OutputClaim.RequireFile("--store", place);
        if (RealPath.IsSame(place, dataSet.Path))
        {
            throw new InputException($"--store '{place}' is the table itself. Give another name.");
        }
    }

    /// <summary>Gives the session that is meant where none is named: that of the table's name, or the only one, of this table.</summary>
    private string IdIn(DatabaseSessionStore store, DataSet dataSet, CancellationToken cancellationToken)
    {
        var ids = store.List(cancellationToken);
        if (ids.Count == 0 || ids.Contains(dataSet.Name, StringComparer.Ordinal))
        {
            return dataSet.Name;
        }

        if (ids.Count == 1 && IsOf(store.Read(ids[0], cancellationToken), dataSet, cancellationToken))
        {
            return ids[0];
        }

        output.WriteLine($"{store.Place} has {SessionPlace.Listed(ids)} too, of other tables; --session names one to go on with.");
        return dataSet.Name;
    }

    private static bool IsOf(IReadOnlyList<SessionEvent> log, DataSet dataSet, CancellationToken cancellationToken)
    {
        if (log.OfType<PoolDescribed>().LastOrDefault()?.Properties is not { } properties)
        {
            return false;
        }

        try
        {
            LabelingPool.Reopen(dataSet.Path, properties, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is PoolMismatchException or TableException)
        {
            return false;
        }
    }

    /// <summary>Begins a session, and leaves it to who serves it.</summary>
    private void BeginOnly(DatabaseSessionStore store, string id, DataSet dataSet, CancellationToken cancellationToken)
    {
        var beginning = Prepare(dataSet, cancellationToken);
        using var workspace = Begin(store, id, beginning, cancellationToken);
        Import(workspace, beginning.Labels, cancellationToken);
    }

    private LabelingWorkspace GoOn(DatabaseSessionStore store, string id, DataSet dataSet, CancellationToken cancellationToken)
    {
        var log = store.Read(id, cancellationToken);
        var earlier = EarlierAnswers.Find(options, log, $"The session '{id}' in {store.Place}", cancellationToken);
        output.WriteLine($"Goes on with the session '{id}' in {store.Place}.");
        var (choice, detector) = SessionDetector.Of(log, id, store.Place);
        var kept = new KeptSettings(options, id, store.Place);
        kept.Require(log, choice);
        LabelingWorkspace workspace;
        try
        {
            workspace = LabelingWorkspace.Open(
                store, id, dataSet.Path, Settings(detector), progress: null, cancellationToken: cancellationToken);
        }
        catch (TableException exception)
        {
            throw kept.Explain(dataSet.Path, log, exception);
        }

        try
        {
            earlier?.Complete(workspace, log, output, cancellationToken);
        }
        catch
        {
            workspace.Dispose();
            throw;
        }

        var state = workspace.Session.State;
        output.WriteLine(
            $"{NumberText.Count(state.AnsweredCount, "row")} answered: {state.AbnormalCount} abnormal, {state.NormalCount} normal, "
            + $"{state.SkippedCount} skipped.");
        return workspace;
    }

    /// <summary>Reads the table and, where there are some, the earlier session and the file of labels.</summary>
    private Beginning Prepare(DataSet dataSet, CancellationToken cancellationToken)
    {
        var log = EarlierLog(cancellationToken);
        var pool = Read(dataSet, cancellationToken);
        return new Beginning(pool, log is null ? null : Carried(log, pool), Labels(pool, cancellationToken));
    }

    private LabelingPool Read(DataSet dataSet, CancellationToken cancellationToken)
    {
        var idColumn = options.IdColumn;
        if (idColumn is null && !options.HasNoId)
        {
            (idColumn, var refused) = IdColumnSearch.Find(dataSet.Path, options.Table, cancellationToken);
            foreach (var why in refused)
            {
                output.WriteLine(
                    $"Does not take a column for the rows' ids that is called so: {why}. Give each row an id of its own, or leave the "
                    + "column out (--ignore); it is a feature like others otherwise.");
            }
        }

        if (idColumn is not null && options.IdColumn is null)
        {
            output.WriteLine($"Takes the column '{idColumn}' for the rows' ids, and not for a feature: --no-id has it otherwise.");
        }

        var pool = LabelingPool.Read(
            dataSet.Path,
            new LabelingPoolOptions
            {
                Table = options.Table,
                IdColumn = idColumn,
                LabelColumn = options.Table.LabelColumn,
                Scaling = Scaling,
            },
            cancellationToken);
        if (pool.RowCount < 2)
        {
            throw new InputException(
                $"'{dataSet.Path}' has {NumberText.Count(pool.RowCount, "row")}; at least 2 are needed to train a model. Check the file"
                + $"{(options.Table.MostRows is null ? string.Empty : ", and --rows")}.");
        }

        // The table was told to leave the ids out, and says "as asked" of them, though nobody else asked.
        var (asked, named) = idColumn is null || options.Table.IgnoredColumns.Contains(idColumn)
            ? (string.Empty, string.Empty)
            : ($"'{idColumn}' (as asked)", $"'{idColumn}' (it names the rows)");
        foreach (var line in pool.Table.Describe())
        {
            output.WriteLine(asked.Length == 0 ? line : line.Replace(asked, named, StringComparison.Ordinal));
        }

        return Hidden(pool);
    }

    private LabelingWorkspace Begin(
        DatabaseSessionStore store, string id, Beginning beginning, CancellationToken cancellationToken)
    {
        var (pool, earlier, _) = beginning;
        var detector = Choice.Create(options.Seed ?? 0);
        output.WriteLine($"Begins the session '{id}' in {store.Place}; learns with {Choice.Word} ({detector.Name})"
            + $"{(Scaling == FeatureScaling.None ? string.Empty : ", features scaled to [0, 1]")}.");
        return earlier is null
            ? LabelingWorkspace.CreateAsTold(store, id, pool, Settings(detector))
            : LabelingWorkspace.Continue(store, id, pool, earlier, Settings(detector), cancellationToken);
    }

    private LabelingPool Hidden(LabelingPool pool)
    {
        if (options.HidesLabels ?? pool.IsFullyLabeled)
        {
            output.WriteLine(
                "The labels of the table are hidden, to try out what a person would do, and only measure the model: --labels known takes "
                + "them for known.");
            return pool.HideLabels();
        }

        return pool;
    }

    private IReadOnlyList<SessionEvent>? EarlierLog(CancellationToken cancellationToken)
    {
        if (options.Earlier is not { } place)
        {
            return null;
        }

        using var earlier = SessionPlace.Open(place, creates: false);
        return earlier.Read(
            SessionPlace.IdOf(earlier, options.EarlierSession, cancellationToken, "--continues-session"), cancellationToken);
    }

    private CarriedAnswers Carried(IReadOnlyList<SessionEvent> log, LabelingPool pool)
    {
        CarriedAnswers carried;
        try
        {
            carried = CarriedAnswers.From(log, pool, options.IncludesEdited);
        }
        catch (ArgumentException exception)
        {
            // Such as ids of columns of different names.
            throw new InputException(exception.Message);
        }

        foreach (var line in carried.Describe())
        {
            output.WriteLine(line);
        }

        return carried;
    }

    /// <summary>Reads the file of labels; null where none is given.</summary>
    private LabelCsvLine[]? Labels(LabelingPool pool, CancellationToken cancellationToken)
    {
        if (options.Import is not { } path)
        {
            return null;
        }

        if (!File.Exists(path))
        {
            throw new InputException($"There is no file '{path}' of labels to import.");
        }

        using var stream = SharedFile.OpenRead(path);
        return LabelCsv.ReadAsync(
            pool,
            stream,
            path,
            options.ImportEncoding,
            "say which encoding it has: --import-encoding windows-1252 for one",
            cancellationToken).GetAwaiter().GetResult();
    }

    private void Import(LabelingWorkspace workspace, LabelCsvLine[]? lines, CancellationToken cancellationToken)
    {
        if (lines is null)
        {
            return;
        }

        var session = workspace.Session;
        var import = LabelCsv.TakeAsync(session, lines, session.UsualAnnotator, cancellationToken).GetAwaiter().GetResult();
        output.WriteLine($"Imported from '{options.Import}': {import.Applied} answers applied, {import.Unchanged} known already, "
            + $"{NumberText.Count(import.UnknownCount, "unknown id")}, {NumberText.Count(import.Conflicts.Count, "conflict")}.");
        foreach (var id in import.UnknownIds)
        {
            output.WriteLine($"  No row is called '{id}'.");
        }

        foreach (var conflict in import.Conflicts)
        {
            output.WriteLine($"  {conflict.Id}: {Sentences.WithNames(Sentences.Plain(conflict.Why), workspace.Pool)}");
        }
    }

    private LabelingOptions Settings(Detector detector) => new()
    {
        Detector = detector,
        LabelPolicy = options.Policy,
        Seed = options.Seed,
        Budget = options.Budget,
        AuditShare = options.AuditShare,
    };

    /// <summary>Gives how to serve, checked before a table is read or a session begins.</summary>
    private LabelingServerOptions ServerOptions()
    {
        var serverOptions = new LabelingServerOptions
        {
            Port = options.Port,
            Listen = options.Listen ?? IPAddress.Loopback,
            Token = options.Token,
            AllowedHosts = options.Hosts,
            Logger = options.Logger,
        };
        try
        {
            serverOptions.Validate();
            return serverOptions;
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(
                $"{Sentences.Plain(exception.Message)} On the command line these are --port, --listen, --token and --host.");
        }
    }

    private static async Task<LabelingServer> Start(
        LabelingWorkspace workspace, LabelingServerOptions serverOptions, CancellationToken cancellationToken)
    {
        try
        {
            return await LabelingServer.StartAsync(workspace.Session, workspace.Pool, serverOptions, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new InputException(exception.Message.Replace("(options.Port)", "(--port)", StringComparison.Ordinal)
                .Replace("(options.Listen)", "(--listen)", StringComparison.Ordinal));
        }
    }

    private async Task Serve(
        LabelingWorkspace workspace, string place, LabelingServerOptions serverOptions, CancellationToken cancellationToken)
    {
        await using var server = await Start(workspace, serverOptions, cancellationToken);
        var state = workspace.Session.State;
        output.WriteLine(string.Empty);
        output.WriteLine($"Open {server.OpenAddress}");
        OtherAddresses.Write(output, server.OpenAddress, serverOptions);
        output.WriteLine("Ctrl-C stops. Every answer is kept at once, and the same command goes on.");
        output.WriteDocument(new LabelDocument(
            server.OpenAddress,
            workspace.Pool.Name,
            workspace.Pool.RowCount,
            workspace.Pool.Features.FeatureCount,
            place,
            workspace.Session.Id,
            workspace.IsNew,
            state.AnsweredCount,
            workspace.Pool.IdColumn,
            workspace.Pool.HidesLabels));
        if (options.OpensBrowser && !OpenBrowser(server.OpenAddress))
        {
            output.WriteLine("No browser could be opened here; open the address yourself.");
        }

        await server.WaitForShutdownAsync(cancellationToken);
        state = workspace.Session.State;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Stopped. {NumberText.Count(state.AnsweredCount, "answered row")}, {state.AbnormalCount} abnormal, kept in {place}."));
    }

    /// <summary>What a session begins with.</summary>
    private sealed record Beginning(LabelingPool Pool, CarriedAnswers? Earlier, LabelCsvLine[]? Labels);
}
