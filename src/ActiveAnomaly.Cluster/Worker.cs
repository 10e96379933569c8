using ActiveAnomaly.Cluster.Membership;
using ActiveAnomaly.Cluster.Sessions;
using ActiveAnomaly.Cluster.Work;
using ActiveAnomaly.Labeling.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace ActiveAnomaly.Cluster;

/// <summary>A silo without sessions. Thread safe.</summary>
internal sealed class Worker : IWorker
{
    private readonly Shutdown _shutdown;
    private readonly IHost _orleans;
    private readonly ClusterDatabase _database;
    private readonly WorkDistributor _distributor;

    private Worker(IHost orleans, ClusterDatabase database)
    {
        (_orleans, _database) = (orleans, database);
        _distributor = orleans.Services.GetRequiredService<WorkDistributor>();
        _shutdown = new Shutdown(StopAsync);
    }

    public string Place => _distributor.Place;

    public string Name => _distributor.Name;

    /// <summary>Joins the cluster.</summary>
    /// <param name="options">The options.</param>
    /// <param name="port">The port for the other silos, which is free.</param>
    /// <param name="database">The database, which the silo disposes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Worker> StartAsync(
        WorkerOptions options, int port, ClusterDatabase database, CancellationToken cancellationToken)
    {
        var builder = OrleansHost.CreateBuilder(options.Logger);
        OrleansHost.AddWork(builder, database, options.Works, options.SlotCount, ownSlotCount: null);

        // A silo that has not the grain is given no session.
        builder.Services.PostConfigure<GrainTypeOptions>(types => types.Classes.Remove(typeof(SessionGrain)));
        builder.UseOrleans(silo => SiloSettings.Apply(silo, options.Advertise, port, database.ConnectionString));
        return new Worker(await OrleansHost.StartAsync(builder, database, cancellationToken).ConfigureAwait(false), database);
    }

    public Task DistributeAsync(
        string workName, IReadOnlyList<WorkItem> items, IWorkListener listener, CancellationToken cancellationToken = default) =>
        _distributor.DistributeAsync(workName, items, listener, cancellationToken);

    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _shutdown.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await _shutdown.StopAsync().ConfigureAwait(false);

    /// <summary>Stops what this silo has done and does, and leaves the cluster.</summary>
    private async Task StopAsync()
    {
        await OrleansHost.CloseAsync(_orleans).ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
    }
}
