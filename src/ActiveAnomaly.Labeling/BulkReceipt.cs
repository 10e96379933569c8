namespace ActiveAnomaly.Labeling;

/// <summary>What answers for several rows came to. Immutable.</summary>
/// <param name="Sequence">The last event of the session's log.</param>
/// <param name="Count">The number of rows that now have the answer.</param>
/// <param name="Refused">The rows that were not answered, and why.</param>
public sealed record BulkReceipt(long Sequence, int Count, IReadOnlyList<RefusedAnswer> Refused);
