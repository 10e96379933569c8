using System.Net;
using ActiveAnomaly.Labeling.Clustering;
using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Tool.Clustering;

/// <summary>What a command line says of the cluster that a command joins. No record: its text would show the password.</summary>
/// <param name="connectionString">The database.</param>
/// <param name="siloPort">The port for other silos; 0 for any that is free.</param>
/// <param name="advertise">The address for other silos.</param>
internal sealed class WorkerSettings(string connectionString, int siloPort, IPAddress advertise)
{
    /// <summary>Makes the options of a silo that works.</summary>
    /// <param name="works">What it can do.</param>
    /// <param name="slotCount">How many items it does at a time.</param>
    /// <param name="logger">Who is told of warnings and errors; null for nobody.</param>
    public WorkerOptions ToOptions(IReadOnlyList<IWork> works, int slotCount, ILogger? logger = null) => new()
    {
        ConnectionString = connectionString,
        Works = works,
        SlotCount = slotCount,
        SiloPort = siloPort,
        Advertise = advertise,
        Logger = logger,
    };
}
