namespace ActiveAnomaly.Labeling;

/// <summary>What an answer came to: it is kept for good. Immutable.</summary>
/// <param name="Sequence">The last event of the session's log; the answer is in it.</param>
/// <param name="Row">The row.</param>
/// <param name="Next">What to look at next.</param>
public sealed record AnswerReceipt(long Sequence, int Row, Question Next);
