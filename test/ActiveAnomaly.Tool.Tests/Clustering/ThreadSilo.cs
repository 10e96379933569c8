using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Tool.Clustering;

/// <summary>A silo of a <see cref="ThreadCluster"/>, with works of its own as another process has.</summary>
/// <param name="name">Its name.</param>
internal sealed class ThreadSilo(string name)
{
    public string Name => name;

    public IReadOnlyList<IWork> Works { get; init; } = WorkCatalog.Create();

    public int SlotCount { get; init; } = 1;

    /// <summary>Gets what an item is on this silo: another one where its folders are not the others'.</summary>
    public Func<WorkItem, WorkItem> Sees { get; init; } = item => item;

    /// <summary>Gets a value indicating whether the silo comes when another is lost.</summary>
    public bool ComesAfterALoss { get; init; }

    /// <summary>Gets after how many reports of an item the silo is lost; null for never.</summary>
    public int? LostAfterReports { get; init; }

    /// <summary>Gets a value indicating whether the silo is lost when it has done an item, before it can say so.</summary>
    public bool IsLostWithItsResult { get; init; }
}
