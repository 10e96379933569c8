using ActiveAnomaly.Explanations;

namespace ActiveAnomaly.Labeling;

/// <summary>Why a row has the score that a session's model gives it. Immutable.</summary>
/// <param name="Row">The row.</param>
/// <param name="Stage">The stage of the model.</param>
/// <param name="Explanation">What each feature adds to the score.</param>
public sealed record RowExplanation(int Row, int Stage, Explanation Explanation);
