namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>What became of a partition on a silo: a <see cref="PartitionResult"/> without the partition.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Counts">What was counted; null unless there are scores.</param>
/// <param name="Notes">What the owner of the file may not have meant.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Error">Why it failed; null unless it did.</param>
internal sealed record PartitionReply(
    PartitionStatus Status, PartitionCounts? Counts, IReadOnlyList<string> Notes, double Seconds, string? Error)
{
    public static PartitionReply Of(PartitionResult result) =>
        new(result.Status, result.Counts, result.Notes, result.Time.TotalSeconds, result.Error);

    public PartitionResult ToResult(Partition partition) =>
        new(partition, Status, Counts, Notes, TimeSpan.FromSeconds(Seconds), Error);
}
