using ActiveAnomaly.Cluster.Membership;
using ActiveAnomaly.Cluster.Work;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Labeling.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

namespace ActiveAnomaly.Cluster;

/// <summary>Orleans in this process, which reads no settings of the machine and leaves Ctrl-C to whoever owns it.</summary>
internal static class OrleansHost
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Makes what a host is made of.</summary>
    /// <param name="logger">Is told of warnings and errors; null for nobody.</param>
    public static HostApplicationBuilder CreateBuilder(ILogger? logger)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = typeof(OrleansHost).Assembly.GetName().Name,
            EnvironmentName = Environments.Production,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.AddSingleton<TimeProvider>(new SteadyClock(TimeProvider.System));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        if (logger is not null)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Services.AddSingleton<ILoggerProvider>(new OneLoggerProvider(logger));
        }

        return builder;
    }

    /// <summary>Adds what a silo needs to do others' work, and to have them do its own.</summary>
    /// <param name="builder">What the host is made of.</param>
    /// <param name="database">The cluster's database.</param>
    /// <param name="works">What the silo can do.</param>
    /// <param name="slotCount">How many items at a time.</param>
    /// <param name="ownSlotCount">How many items of this silo's own at a time, beside the others'; null where they share the slots.</param>
    public static void AddWork(
        HostApplicationBuilder builder, ClusterDatabase database, IReadOnlyList<IWork> works, int slotCount, int? ownSlotCount)
    {
        builder.Services.AddSingleton<IWorkingSilos, WorkingSilos>();
        builder.Services.AddSingleton(services => new WorkInputs(services.GetRequiredService<IWorkingSilos>()));
        builder.Services.AddGrainService<WorkerService>();
        builder.Services.AddSingleton(
            services => new WorkRoom(works, slotCount, ownSlotCount, services.GetRequiredService<WorkInputs>()));
        builder.Services.AddSingleton(services => new WorkDistributor(
            services.GetRequiredService<IWorkingSilos>(),
            services.GetRequiredService<WorkRoom>(),
            services.GetRequiredService<WorkInputs>(),
            database.Place));
    }

    /// <summary>Joins the cluster; where that fails, nothing is left running.</summary>
    /// <param name="builder">What the host is made of.</param>
    /// <param name="database">The cluster's database.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SessionStoreException">The database refused it; the message says what, and what to do.</exception>
    public static async Task<IHost> StartAsync(
        HostApplicationBuilder builder, ClusterDatabase database, CancellationToken cancellationToken)
    {
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch (Exception exception)
        {
            await CloseAfterFailureAsync(host).ConfigureAwait(false);
            if (!cancellationToken.IsCancellationRequested && JoinFailure.Explain(exception, database.Place) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    /// <summary>Closes what did not start, or not whole: what that throws hides nothing.</summary>
    public static async Task CloseAfterFailureAsync(IHost host) =>
        await CloseAsync(host).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Stops the items of work that are under way, here and for this silo, and leaves the cluster.</summary>
    public static async Task CloseAsync(IHost host)
    {
        try
        {
            await host.Services.GetRequiredService<WorkDistributor>().StopAsync().ConfigureAwait(false);
            await host.Services.GetRequiredService<WorkRoom>().DisposeAsync().ConfigureAwait(false);
            await host.StopAsync().ConfigureAwait(false);
        }
        finally
        {
            if (host is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
