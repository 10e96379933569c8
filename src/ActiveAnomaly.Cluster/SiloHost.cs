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
        RequireFreePort(options);
        var database = new ClusterDatabase(options.ConnectionString);
        try
        {
            await ClusterSchema.EnsureAsync(database, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Orleans says of a port that is taken only that it could not start.</summary>
    private static void RequireFreePort(SiloOptions options)
    {
        try
        {
            using var listener = new TcpListener(options.Advertise, options.SiloPort);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new IOException(
                exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"Port {options.SiloPort} of {options.Advertise} is taken by another program, such as another silo of this machine. "
                        + "Give another port for silos (options.SiloPort)."
                    : $"Silos cannot be listened for on port {options.SiloPort} of {options.Advertise}: {exception.Message}. Give an "
                        + "address of this machine (options.Advertise) and a port that this user may listen on (options.SiloPort).",
                exception);
        }
    }
}
