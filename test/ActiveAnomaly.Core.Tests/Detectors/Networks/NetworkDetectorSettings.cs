namespace ActiveAnomaly.Detectors.Networks;

/// <summary>What the contract asks a detector that trains a network to be created with.</summary>
public sealed record NetworkDetectorSettings : DetectorSettings
{
    public NetworkDetectorSettings()
    {
    }

    public NetworkDetectorSettings(DetectorSettings settings)
        : base(settings)
    {
    }

    public int PretrainingEpochCount { get; init; } = 3;

    public int EpochCount { get; init; } = 6;

    public int BatchSize { get; init; } = 32;

    public double LearningRate { get; init; } = 1e-3;
}
