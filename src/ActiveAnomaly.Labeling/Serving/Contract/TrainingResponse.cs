namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>A training that runs.</summary>
internal sealed record TrainingResponse
{
    /// <summary>The stage that is trained.</summary>
    public required int Stage { get; init; }

    /// <summary>When it began.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>How much of it is done, from 0 to 1; null where that is not known.</summary>
    public required double? Fraction { get; init; }

    /// <summary>What it is at.</summary>
    public required string Text { get; init; }
}
