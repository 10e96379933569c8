namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>How far scoring of a partition is.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="AddedRows">The rows that were scored since the last report.</param>
/// <param name="Rows">The rows scored so far.</param>
/// <param name="AllRows">The rows that there are.</param>
internal readonly record struct PartitionProgress(Partition Partition, long AddedRows, long Rows, long AllRows);
