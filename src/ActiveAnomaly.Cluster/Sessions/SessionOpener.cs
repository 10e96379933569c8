using ActiveAnomaly.Cluster.Pools;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Cluster.Sessions;

/// <summary>Opens sessions from their logs. Thread safe.</summary>
internal sealed class SessionOpener(ISessionStore store, PoolPlace pools, SiloOptions options, IWorkDistributor silo)
{
    /// <summary>Gets how people are served.</summary>
    public LabelingServerOptions Server => options.Server;

    /// <summary>Gets the silo's name among the silos.</summary>
    public string SiloName => silo.Name;

    /// <summary>Opens a session: reads its log and its rows, and trains its last model again.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<OpenSession> OpenAsync(string id, CancellationToken cancellationToken)
    {
        var watched = new WatchedStore(store);
        var log = await OnAThreadOfItsOwn(() => watched.Read(id, cancellationToken)).ConfigureAwait(false);
        var detector = options.DetectorOf?.Invoke(log, id, silo);
        var properties = log.OfType<PoolDescribed>().LastOrDefault()?.Properties;
        await using var file = await pools.GetAsync(id, properties, cancellationToken).ConfigureAwait(false);
        var workspace = await OnAThreadOfItsOwn(() => LabelingWorkspace.Open(
            watched, id, file.Path, new LabelingOptions { Detector = detector }, cancellationToken: cancellationToken))
            .ConfigureAwait(false);
        return await OpenSession.StartAsync(watched, workspace, options.Server).ConfigureAwait(false);
    }

    /// <summary>
    /// Does what takes long, and waits for a database or trains: many sessions are opened at once where a silo is lost, and the pool's
    /// threads are those that answer other silos.
    /// </summary>
    private static Task<T> OnAThreadOfItsOwn<T>(Func<T> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
