using System.Net;
using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>The options of a silo that works and serves no sessions. No record: its text would show the password.</summary>
public sealed class WorkerOptions
{
    /// <summary>
    /// Gets the PostgreSQL database of the cluster, in Npgsql's words (<see cref="SiloOptions.ConnectionString"/>).
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>Gets what the silo can do, each under a name of its own.</summary>
    public required IReadOnlyList<IWork> Works { get; init; }

    /// <summary>
    /// Gets how many items the silo does at a time, at least 1, whoever they come from; the default is one a processor. An item may keep
    /// several processors busy, which is for its work to say.
    /// </summary>
    public int SlotCount { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Gets the address that the other silos reach this one at, and the only one that it listens on. The default is the loopback address:
    /// a cluster of one machine. Silos trust each other: only they may reach that address and port.
    /// </summary>
    public IPAddress Advertise { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// Gets the port that the other silos reach this one at, up to 65535; 0, the default, for any that is free.
    /// </summary>
    public int SiloPort { get; init; }

    /// <summary>Gets what is told of warnings and errors; null, the default, for nothing.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Checks every rule; silos call it.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ConnectionString, "options." + nameof(ConnectionString));
        ArgumentNullException.ThrowIfNull(Works, "options." + nameof(Works));
        ArgumentNullException.ThrowIfNull(Advertise, "options." + nameof(Advertise));
        ArgumentOutOfRangeException.ThrowIfLessThan(SlotCount, 1, "options." + nameof(SlotCount));
        ArgumentOutOfRangeException.ThrowIfNegative(SiloPort, "options." + nameof(SiloPort));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SiloPort, IPEndPoint.MaxPort, "options." + nameof(SiloPort));
        SiloOptions.RequireReachable(Advertise, "options." + nameof(Advertise));
        SiloOptions.RequireDifferentNames(Works, "options." + nameof(Works));
        if (Works.Count == 0)
        {
            throw new ArgumentException(
                "The silo has no work that it can do. Name at least one (options.Works).", "options." + nameof(Works));
        }
    }
}
