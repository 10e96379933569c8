namespace ActiveAnomaly.Labeling;

/// <summary>A training that runs. Immutable.</summary>
/// <param name="Stage">The stage that is trained.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Fraction">How much of it is done, in [0, 1], or null where that is not known.</param>
/// <param name="Text">What it is at, for a person.</param>
public sealed record TrainingState(int Stage, DateTimeOffset StartedAt, double? Fraction, string Text);
