namespace ActiveAnomaly.Labeling;

/// <summary>What an answer came to: it is kept for good. Immutable.</summary>
/// <param name="Sequence">The last event of the session's log; the answer is in it.</param>
/// <param name="Row">The row.</param>
/// <param name="Next">What to look at next.</param>
/// <param name="AnswerSequence">
/// The event that is the annotator's answer for the row, by which <see cref="LabelingSession.Withdraw"/> knows it; said again, the answer
/// keeps it. Null after a withdrawal, and for a row that was known beforehand.
/// </param>
public sealed record AnswerReceipt(long Sequence, int Row, Question Next, long? AnswerSequence);
