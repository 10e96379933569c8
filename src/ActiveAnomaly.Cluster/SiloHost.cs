using System.Net;
using System.Net.Sockets;
using ActiveAnomaly.Cluster;
using ActiveAnomaly.Cluster.Membership;
using ActiveAnomaly.Cluster.Pools;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Stores;

[assembly: SiloHost(typeof(SiloHost))]

namespace ActiveAnomaly.Cluster;

/// <summary>Starts silos on Orleans. Thread safe.</summary>
public sealed class SiloHost : ISiloHost
{
    /// <inheritdoc/>
    public async Task<ISilo> StartAsync(SiloOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        RequireFreePort(options.Advertise, options.SiloPort);
        var database = new ClusterDatabase(options.ConnectionString);
        try
        {
            await PrepareAsync(database, options.Advertise, cancellationToken).ConfigureAwait(false);
            var store = await Task.Run(() => new PostgresSessionStore(database.ConnectionString), cancellationToken).ConfigureAwait(false);
            try
            {
                return await Silo.StartAsync(options, database, store, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                store.Dispose();
                throw;
            }
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IWorker> JoinAsync(WorkerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var port = RequireFreePort(options.Advertise, options.SiloPort);
        var database = new ClusterDatabase(options.ConnectionString);
        try
        {
            await PrepareAsync(database, options.Advertise, cancellationToken).ConfigureAwait(false);
            return await Worker.StartAsync(options, port, database, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task KeepPoolAsync(
        string connectionString, string sessionId, string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ArgumentException.ThrowIfNullOrEmpty(path);
        await using var database = new ClusterDatabase(connectionString);
        await ClusterSchema.EnsureAsync(database, cancellationToken).ConfigureAwait(false);
        await new DatabasePools(database).KeepAsync(sessionId, path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the tables, and refuses what Orleans would find out late, and in words of its own.</summary>
    private static async Task PrepareAsync(ClusterDatabase database, IPAddress advertise, CancellationToken cancellationToken)
    {
        await ClusterSchema.EnsureAsync(database, cancellationToken).ConfigureAwait(false);
        await ClusterClock.RequireAsync(database, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        await AdvertisedAddress.RequireAsync(database, advertise, Dns.GetHostName(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes sure that a port is free, of which Orleans says only that it could not start, or finds one.</summary>
    /// <param name="advertise">The address.</param>
    /// <param name="port">The port; 0 for any.</param>
    /// <returns>The port.</returns>
    private static int RequireFreePort(IPAddress advertise, int port)
    {
        try
        {
            using var listener = new TcpListener(advertise, port);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException exception)
        {
            throw new IOException(
                exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"Port {port} of {advertise} is taken by another program, such as another silo of this machine. "
                        + "Give another port for silos (options.SiloPort)."
                    : $"Silos cannot be listened for on port {port} of {advertise}: {exception.Message}. Give an "
                        + "address of this machine (options.Advertise) and a port that this user may listen on (options.SiloPort).",
                exception);
        }
    }
}
