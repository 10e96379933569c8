namespace ActiveAnomaly.Labeling;

/// <summary>What answers for several rows, or taking them back, came to. Immutable.</summary>
/// <param name="Sequence">The last event of the session's log.</param>
/// <param name="Count">The number of rows that now have the answer, or of which it was taken back.</param>
/// <param name="Refused">The other rows, and why.</param>
public sealed record BulkReceipt(long Sequence, int Count, IReadOnlyList<RefusedAnswer> Refused);
