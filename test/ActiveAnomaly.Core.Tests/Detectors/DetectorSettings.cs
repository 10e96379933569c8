namespace ActiveAnomaly.Detectors;

/// <summary>What the contract asks any detector to be created with.</summary>
public record DetectorSettings
{
    public long? Seed { get; init; } = 1;

    public double Contamination { get; init; } = 0.1;

    public float? Threshold { get; init; }
}
