namespace ActiveAnomaly.Labeling.Rows;

/// <summary>Rows alike that may be answered for at once. Immutable.</summary>
/// <param name="Rows">The rows, by score, highest first.</param>
/// <param name="HighestScore">The score of the first.</param>
/// <param name="Text">How many there are and what they have in common, for a person.</param>
public sealed record ReviewGroup(IReadOnlyList<int> Rows, float HighestScore, string Text);
