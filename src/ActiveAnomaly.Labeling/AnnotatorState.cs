namespace ActiveAnomaly.Labeling;

/// <summary>Somebody who answers. Immutable.</summary>
/// <param name="Name">Who.</param>
/// <param name="AnswerCount">The number of his answers that stand, skips included.</param>
/// <param name="Row">The row that he has before him, or null.</param>
/// <param name="LastRow">The row of his last answer that stands, which undo takes back; null for none.</param>
/// <param name="LastAnswerSequence">The event that is this last answer; null for none.</param>
public sealed record AnnotatorState(string Name, int AnswerCount, int? Row, int? LastRow, long? LastAnswerSequence);
