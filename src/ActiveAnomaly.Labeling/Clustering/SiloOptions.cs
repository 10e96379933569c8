using System.Net;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>The options of a silo, one of the servers of a cluster. No record: its text would show the password.</summary>
public sealed class SiloOptions
{
    /// <summary>
    /// Gets the PostgreSQL database that all silos share, in Npgsql's words: <c>Host=...;Database=...;Username=...;Password=...</c>. The
    /// first schema of its Search Path is the cluster: it holds the sessions and the list of silos.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// Gets how this silo serves people. It needs a <see cref="LabelingServerOptions.Token"/>, the same for every silo: people come to
    /// another one when theirs fails.
    /// </summary>
    public required LabelingServerOptions Server { get; init; }

    /// <summary>
    /// Gets the folder that sessions' files lie in, below it where they did when the sessions began; every silo has the same files there.
    /// Null, the default, takes the rows from the database (<see cref="ISiloHost.KeepPoolAsync"/>).
    /// </summary>
    public string? PoolFolder { get; init; }

    /// <summary>
    /// Gets the address that the other silos reach this one at, and the only one that it listens on for them. The default is the loopback
    /// address: a cluster of one machine. Silos trust each other: only they may reach that address and port.
    /// </summary>
    public IPAddress Advertise { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// Gets the port that the other silos reach this one at, from 1 to 65535; the default is <see cref="Defaults.SiloPort"/>.
    /// </summary>
    public int SiloPort { get; init; } = Defaults.SiloPort;

    /// <summary>
    /// Gets what makes a session's detector from its log and its id; null, the default, for the default detector. It throws a
    /// <see cref="Sessions.SessionMismatchException"/> for a session whose detector it does not know.
    /// </summary>
    public Func<IReadOnlyList<SessionEvent>, string, Detector>? DetectorOf { get; init; }

    /// <summary>Checks every rule; silos call it.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ConnectionString, "options." + nameof(ConnectionString));
        ArgumentNullException.ThrowIfNull(Server, "options." + nameof(Server));
        ArgumentNullException.ThrowIfNull(Advertise, "options." + nameof(Advertise));
        Server.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(SiloPort, 1, "options." + nameof(SiloPort));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SiloPort, IPEndPoint.MaxPort, "options." + nameof(SiloPort));
        if (Server.Token is null)
        {
            throw new ArgumentException(
                "The silo has no token. Give every silo of the cluster the same one (options.Server.Token): people come to another silo "
                + "when theirs fails.",
                "options." + nameof(Server));
        }

        if (Advertise.Equals(IPAddress.Any) || Advertise.Equals(IPAddress.IPv6Any))
        {
            throw new ArgumentException(
                $"{Advertise} is no address that other silos can reach. Give this machine's own (options.Advertise).",
                "options." + nameof(Advertise));
        }

        if (PoolFolder is not null && !Directory.Exists(PoolFolder))
        {
            throw new ArgumentException(
                $"There is no folder '{PoolFolder}' of sessions' files. Mount it, name another one (options.PoolFolder), or leave it out "
                + "to take the rows from the database.",
                "options." + nameof(PoolFolder));
        }
    }

    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The port that silos reach each other at.</summary>
        public const int SiloPort = 11111;
    }
}
