namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>What was counted in a partition.</summary>
/// <param name="Rows">The rows that have a score.</param>
/// <param name="Flagged">Those of them that score above the threshold.</param>
/// <param name="Explained">Those of them that are explained.</param>
/// <param name="Dropped">The rows that were left out because a cell has no value.</param>
internal sealed record PartitionCounts(long Rows, long Flagged, long Explained, long Dropped);
