namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>What became of a partition, and what is to be told of it.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Counts">What was counted; null unless there are scores.</param>
/// <param name="Notes">What the owner of the file may not have meant.</param>
/// <param name="Time">How long scoring took, reading and writing among it.</param>
/// <param name="Error">Why it failed, where, and what to do; null unless it did.</param>
internal sealed record PartitionResult(
    Partition Partition, PartitionStatus Status, PartitionCounts? Counts, IReadOnlyList<string> Notes, TimeSpan Time, string? Error = null);
