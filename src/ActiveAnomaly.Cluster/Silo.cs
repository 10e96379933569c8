using System.Net;
using ActiveAnomaly.Cluster.Membership;
using ActiveAnomaly.Cluster.Pools;
using ActiveAnomaly.Cluster.Serving;
using ActiveAnomaly.Cluster.Sessions;
using ActiveAnomaly.Cluster.Work;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Labeling.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

namespace ActiveAnomaly.Cluster;

/// <summary>A silo: Orleans beside a server. Thread safe.</summary>
internal sealed class Silo : ISilo
{
    private readonly Shutdown _shutdown;
    private readonly IHost _orleans;
    private readonly WorkDistributor _distributor;
    private readonly SiloFront _front;
    private readonly ClusterDatabase _database;
    private readonly DatabaseSessionStore _store;

    private Silo(SiloOptions options, IHost orleans, SiloFront front, ClusterDatabase database, DatabaseSessionStore store)
    {
        (_orleans, _front, _database, _store) = (orleans, front, database, store);
        _distributor = orleans.Services.GetRequiredService<WorkDistributor>();
        _shutdown = new Shutdown(StopAsync);
        var listen = options.Server.Listen;
        var host = listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : listen;
        Address = new UriBuilder(Uri.UriSchemeHttp, host.ToString(), front.Port).Uri;
        OpenAddress = new Uri(Address, $"?token={options.Server.Token}");
    }

    public Uri Address { get; }

    public Uri OpenAddress { get; }

    public string Place => _distributor.Place;

    public string Name => _distributor.Name;

    /// <summary>Joins the cluster, and then listens.</summary>
    /// <param name="options">The options.</param>
    /// <param name="database">The database, which the silo disposes.</param>
    /// <param name="store">The sessions, which the silo disposes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Silo> StartAsync(
        SiloOptions options, ClusterDatabase database, DatabaseSessionStore store, CancellationToken cancellationToken)
    {
        PoolPlace pools = options.PoolFolder is { } folder ? new FolderPools(folder) : new DatabasePools(database);
        var builder = OrleansHost.CreateBuilder(options.Server.Logger);
        builder.Services.AddSingleton(
            services => new SessionOpener(store, pools, options, services.GetRequiredService<WorkDistributor>()));
        OrleansHost.AddWork(builder, database, options.Works, options.SlotCount, ownSlotCount: Environment.ProcessorCount);
        builder.UseOrleans(silo => SiloSettings.Apply(silo, options.Advertise, options.SiloPort, database.ConnectionString));
        var orleans = await OrleansHost.StartAsync(builder, database, cancellationToken).ConfigureAwait(false);
        try
        {
            var grains = orleans.Services.GetRequiredService<IGrainFactory>();
            var front = await SiloFront.StartAsync(options.Server, store, grains, cancellationToken).ConfigureAwait(false);
            return new Silo(options, orleans, front, database, store);
        }
        catch
        {
            await OrleansHost.CloseAfterFailureAsync(orleans).ConfigureAwait(false);
            throw;
        }
    }

    public Task DistributeAsync(
        string workName, IReadOnlyList<WorkItem> items, IWorkListener listener, CancellationToken cancellationToken = default) =>
        _distributor.DistributeAsync(workName, items, listener, cancellationToken);

    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _shutdown.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await _shutdown.StopAsync().ConfigureAwait(false);

    /// <summary>Takes no more requests, leaves the cluster, and closes the sessions.</summary>
    private async Task StopAsync()
    {
        await _front.DisposeAsync().ConfigureAwait(false);
        await OrleansHost.CloseAsync(_orleans).ConfigureAwait(false);
        _store.Dispose();
        await _database.DisposeAsync().ConfigureAwait(false);
    }
}
