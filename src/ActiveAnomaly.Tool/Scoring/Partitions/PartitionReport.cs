namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>How far a silo is with a partition.</summary>
/// <param name="Rows">The rows scored so far.</param>
/// <param name="AllRows">The rows that there are; 0 as long as that is not known.</param>
/// <param name="Waiting">What the silo waits for, as a sentence; null where it scores.</param>
internal sealed record PartitionReport(long Rows, long AllRows, string? Waiting);
