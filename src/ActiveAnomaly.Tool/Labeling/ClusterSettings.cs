using System.Net;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>What label is told of a cluster.</summary>
/// <param name="ConnectionString">The database.</param>
/// <param name="PoolFolder">The folder that all silos have; null for rows in the database.</param>
/// <param name="SiloPort">The port for other silos; null for the usual one.</param>
/// <param name="Advertise">The address for other silos; null for this machine alone.</param>
/// <param name="WorkSlotCount">How many items of others' work this silo does at a time.</param>
/// <param name="HasTable">Whether a table is named, whose session begins where there is none.</param>
/// <param name="OfSession">The options given that say something of a session.</param>
internal sealed record ClusterSettings(
    string ConnectionString,
    string? PoolFolder,
    int? SiloPort,
    IPAddress? Advertise,
    int WorkSlotCount,
    bool HasTable,
    IReadOnlyList<string> OfSession);
