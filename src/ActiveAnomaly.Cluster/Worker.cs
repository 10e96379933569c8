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
    private readonly CancellationTokenSource _stopping = new();
    private readonly Shutdown _shutdown;
    private readonly IHost _orleans;
    private readonly ClusterDatabase _database;
    private readonly IWorkingSilos _silos;

    private Worker(IHost orleans, ClusterDatabase database)
    {
        (_orleans, _database) = (orleans, database);
        _silos = orleans.Services.GetRequiredService<IWorkingSilos>();
        _shutdown = new Shutdown(StopAsync);
    }

    public string Place => _database.Place;

    public string Name => WorkingSilos.NameOf(_silos.Local);

    /// <summary>Joins the cluster.</summary>
    /// <param name="options">The options.</param>
    /// <param name="port">The port for the other silos, which is free.</param>
    /// <param name="database">The database, which the silo disposes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Worker> StartAsync(
        WorkerOptions options, int port, ClusterDatabase database, CancellationToken cancellationToken)
    {
        var builder = OrleansHost.CreateBuilder(options.Logger);
        OrleansHost.AddWork(builder, options.Works, options.SlotCount);

        // A silo that has not the grain is given no session.
        builder.Services.PostConfigure<GrainTypeOptions>(types => types.Classes.Remove(typeof(SessionGrain)));
        builder.UseOrleans(silo => SiloSettings.Apply(silo, options.Advertise, port, database.ConnectionString));
        return new Worker(await OrleansHost.StartAsync(builder, cancellationToken).ConfigureAwait(false), database);
    }

    public async Task DistributeAsync(
        string workName, IReadOnlyList<WorkItem> items, IWorkListener listener, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workName);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(listener);
        var own = _orleans.Services.GetRequiredService<WorkRoom>().Description.WorkNames;
        if (!own.Contains(workName, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"This silo has no work called '{workName}'; it has {string.Join(", ", own.Select(name => $"'{name}'"))}. Join with it "
                + "(options.Works): whoever has work done can do it.",
                nameof(workName));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        using var loan = _orleans.Services.GetRequiredService<WorkInputs>().Lend(items.SelectMany(item => item.Inputs));
        try
        {
            await new WorkDistribution(_silos, workName, items, listener).RunAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _shutdown.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await _shutdown.StopAsync().ConfigureAwait(false);

    /// <summary>Stops what this silo has done and does, and leaves the cluster.</summary>
    private async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await OrleansHost.CloseAsync(_orleans).ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
    }
}
