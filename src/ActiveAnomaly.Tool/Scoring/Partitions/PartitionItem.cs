namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>A partition, as a silo is asked to score it.</summary>
/// <param name="Mark">The mark of the run that asks (<see cref="FolderMark"/>): where it is, the folder of the scores is.</param>
/// <param name="Partition">The partition; its paths are full, and the same on every silo.</param>
internal sealed record PartitionItem(string Mark, Partition Partition);
