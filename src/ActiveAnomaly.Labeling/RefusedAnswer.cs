namespace ActiveAnomaly.Labeling;

/// <summary>An answer that was not taken. Immutable.</summary>
/// <param name="Row">The row.</param>
/// <param name="Why">Why, as a sentence.</param>
public sealed record RefusedAnswer(int Row, string Why);
