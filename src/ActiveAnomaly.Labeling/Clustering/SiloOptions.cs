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
    /// Gets what makes a session's detector from its log, its id, and the silo that has it, which may have other silos do a part of the
    /// training (<see cref="MemberTrainer"/>); null, the default, for the default detector. It throws a
    /// <see cref="Sessions.SessionMismatchException"/> for a session whose detector it does not know.
    /// </summary>
    public Func<IReadOnlyList<SessionEvent>, string, IWorkDistributor, Detector>? DetectorOf { get; init; }

    /// <summary>
    /// Gets what this silo can do beside its sessions (<see cref="WorkerOptions.Works"/>), for itself and for the others; by default
    /// nothing.
    /// </summary>
    public IReadOnlyList<IWork> Works { get; init; } = [];

    /// <summary>
    /// Gets how many items of <see cref="Works"/> the silo does at a time for the others, at least 0; the default is
    /// <see cref="Defaults.SlotCount"/>: people who label do not wait for others' work.
    /// </summary>
    public int SlotCount { get; init; } = Defaults.SlotCount;

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

        RequireReachable(Advertise, "options." + nameof(Advertise));
        ArgumentNullException.ThrowIfNull(Works, "options." + nameof(Works));
        RequireDifferentNames(Works, "options." + nameof(Works));
        ArgumentOutOfRangeException.ThrowIfNegative(SlotCount, "options." + nameof(SlotCount));
        if (PoolFolder is not null && !Directory.Exists(PoolFolder))
        {
            throw new ArgumentException(
                $"There is no folder '{PoolFolder}' of sessions' files. Mount it, name another one (options.PoolFolder), or leave it out "
                + "to take the rows from the database.",
                "options." + nameof(PoolFolder));
        }
    }

    /// <summary>Refuses an address that stands for all of a machine.</summary>
    internal static void RequireReachable(IPAddress advertise, string name)
    {
        if (advertise.Equals(IPAddress.Any) || advertise.Equals(IPAddress.IPv6Any))
        {
            throw new ArgumentException(
                $"{advertise} is no address that other silos can reach. Give this machine's own (options.Advertise).", name);
        }
    }

    /// <summary>Refuses two works of one name.</summary>
    internal static void RequireDifferentNames(IReadOnlyList<IWork> works, string name)
    {
        if (works.GroupBy(work => work.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            throw new ArgumentException(
                $"Two works are called '{twice.Key}'; items find their work by its name. Give each one of its own (options.Works).",
                name);
        }
    }

    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The port that silos reach each other at.</summary>
        public const int SiloPort = 11111;

        /// <summary>How many items of others' work a silo that serves sessions does at a time.</summary>
        public const int SlotCount = 0;
    }
}
