using Orleans;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>What a silo can do for the others. Immutable.</summary>
/// <param name="SlotCount">How many items it does at a time; 0 for none.</param>
/// <param name="FreeCount">How many of these it could begin at once.</param>
/// <param name="WorkNames">The names of what it can do.</param>
[GenerateSerializer]
[Immutable]
[Alias("active-anomaly.worker-description")]
internal sealed record WorkerDescription(
    [property: Id(0)] int SlotCount, [property: Id(1)] int FreeCount, [property: Id(2)] string[] WorkNames);
