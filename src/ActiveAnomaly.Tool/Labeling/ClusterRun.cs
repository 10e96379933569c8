using ActiveAnomaly.Detectors;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Tool.Clustering;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>
/// Serves the sessions of a database as one silo of a cluster, until it is stopped; where a table is named, its session begins first. What
/// runs clusters is in an assembly of its own, which the tool has or has not.
/// </summary>
internal sealed class ClusterRun(LabelOptions options, ClusterSettings cluster, CommandOutput output)
{
    /// <summary>Gets what opens the page in a browser.</summary>
    public Func<Uri, bool> OpenBrowser { get; init; } = Browser.Open;

    /// <summary>Serves until it is cancelled, which is how it is meant to end.</summary>
    /// <param name="serverOptions">How to serve.</param>
    /// <param name="begin">Begins the session of a table in a store, with its id, and closes it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>True.</returns>
    public bool Run(
        LabelingServerOptions serverOptions,
        Action<DatabaseSessionStore, string, DataSet> begin,
        CancellationToken cancellationToken)
    {
        var host = ClusterJoin.RequireHost();
        RequireConsistent();
        var siloOptions = SiloOptionsOf(serverOptions);
        var (session, isNew) = cluster.HasTable ? Prepare(host, begin, cancellationToken) : (null, false);
        Serve(host, siloOptions, session, isNew, cancellationToken).GetAwaiter().GetResult();
        return true;
    }

    private void RequireConsistent()
    {
        if (options.Store is not null)
        {
            throw new UsageException(
                "--store and --cluster are both given; a cluster keeps its answers in its own database. Leave --store out.");
        }

        if (!cluster.HasTable && cluster.OfSession.Count > 0)
        {
            throw new UsageException(
                $"{string.Join(", ", cluster.OfSession)} say something of a session, and no table is named whose session is meant. Name "
                + "the table, or leave them out to serve the sessions that there are.");
        }
    }

    /// <summary>Begins the session of the table that is named, where the database has none of its name.</summary>
    private (string Session, bool IsNew) Prepare(
        ISiloHost host, Action<DatabaseSessionStore, string, DataSet> begin, CancellationToken cancellationToken)
    {
        var dataSet = DataSet.FindOne(options.Data, "one table is labelled at a time");
        var id = options.Session ?? dataSet.Name;
        RequireBelowFolder(dataSet);
        using var store = SessionPlace.OpenDatabase(cluster.ConnectionString);
        if (LabelingWorkspace.Exists(store, id, cancellationToken))
        {
            GoOn(host, store, id, dataSet, cancellationToken);
            return (id, false);
        }

        if (cluster.PoolFolder is null)
        {
            // Before the session: a silo that has one finds its rows.
            host.KeepPoolAsync(cluster.ConnectionString, id, dataSet.Path, cancellationToken).GetAwaiter().GetResult();
        }

        begin(store, id, dataSet);
        return (id, true);
    }

    /// <summary>Leaves a session to the silo that has it; nothing but its rows is put where silos find them.</summary>
    private void GoOn(ISiloHost host, PostgresSessionStore store, string id, DataSet dataSet, CancellationToken cancellationToken)
    {
        var log = store.Read(id, cancellationToken);
        RequireSame(store, id, log, cancellationToken);
        output.WriteLine($"The session '{id}' is in {store.Place}.");
        if (cluster.PoolFolder is null && log.OfType<PoolDescribed>().LastOrDefault()?.Properties is { } properties)
        {
            // Throws where the table has other rows than the session.
            LabelingPool.Reopen(dataSet.Path, properties, cancellationToken);
            host.KeepPoolAsync(cluster.ConnectionString, id, dataSet.Path, cancellationToken).GetAwaiter().GetResult();
        }
    }

    /// <summary>
    /// Refuses a command line that says something else of a session than it has: the same command starts a silo again on another day.
    /// </summary>
    private void RequireSame(PostgresSessionStore store, string id, IReadOnlyList<SessionEvent> log, CancellationToken cancellationToken)
    {
        if (cluster.OfSession.All(option => option == "--session"))
        {
            return;
        }

        if (options.Import is not null)
        {
            throw new UsageException(
                $"--import gives a session that begins its answers, and '{id}' is in {store.Place} already. Import them on its page, leave "
                + "--import out to serve it, or give another --session.");
        }

        new KeptSettings(options, id, store.Place).Require(log, SessionDetector.Of(log, id, store.Place).Choice, changes: false);
        EarlierAnswers.Find(options, log, $"The session '{id}' in {store.Place}", cancellationToken);
    }

    private void RequireBelowFolder(DataSet dataSet)
    {
        if (cluster.PoolFolder is not { } folder)
        {
            return;
        }

        var relative = Path.GetRelativePath(folder, dataSet.Path);
        if (relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || Path.IsPathRooted(relative))
        {
            throw new UsageException(
                $"'{dataSet.Path}' is not below the folder '{folder}' that --pool-folder names: the other silos would not find it. Put it "
                + "there, or leave --pool-folder out to keep the rows in the database.");
        }
    }

    private SiloOptions SiloOptionsOf(LabelingServerOptions serverOptions)
    {
        var siloOptions = new SiloOptions
        {
            ConnectionString = cluster.ConnectionString,
            PoolFolder = cluster.PoolFolder,
            SiloPort = cluster.SiloPort ?? SiloOptions.Defaults.SiloPort,
            Advertise = cluster.Advertise ?? System.Net.IPAddress.Loopback,
            Server = serverOptions,
            Works = WorkCatalog.Create(),
            SlotCount = cluster.WorkSlotCount,
            DetectorOf = DetectorOf,
        };
        try
        {
            siloOptions.Validate();
            return siloOptions;
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(
                $"{Sentences.Plain(exception.Message)} On the command line these are --cluster, --token, --pool-folder, --advertise and "
                + "--silo-port.");
        }
    }

    private static Detector DetectorOf(IReadOnlyList<SessionEvent> log, string id, IWorkDistributor silo)
    {
        try
        {
            return SessionDetector.Of(log, id, "the cluster's database", new MemberTrainer(silo, WorkCatalog.MemberWorkName)).Detector;
        }
        catch (InputException exception)
        {
            throw new SessionMismatchException(exception.Message, exception);
        }
    }

    private async Task Serve(
        ISiloHost host, SiloOptions siloOptions, string? session, bool isNew, CancellationToken cancellationToken)
    {
        await using var silo = await StartAsync(host, siloOptions, cancellationToken);
        output.WriteLine(string.Empty);
        output.WriteLine($"Serves the sessions of {silo.Place}, with the other silos of that database.");
        output.WriteLine($"Open {silo.OpenAddress}");
        OtherAddresses.Write(output, silo.OpenAddress, siloOptions.Server);
        output.WriteLine("Ctrl-C stops this silo; its sessions go on on the others. Every answer is kept at once.");
        output.WriteDocument(new ClusterDocument(silo.OpenAddress, silo.Place, cluster.PoolFolder, session, isNew));
        if (options.OpensBrowser && !OpenBrowser(silo.OpenAddress))
        {
            output.WriteLine("No browser could be opened here; open the address yourself.");
        }

        await silo.WaitForShutdownAsync(cancellationToken);
        output.WriteLine("Stopped.");
    }

    private static async Task<ISilo> StartAsync(ISiloHost host, SiloOptions siloOptions, CancellationToken cancellationToken)
    {
        try
        {
            return await host.StartAsync(siloOptions, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(Sentences.Plain(exception.Message));
        }
    }
}
