using ActiveAnomaly.Detectors;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What the contract tests set in the options of any trainer.</summary>
internal sealed record TrainerColumns
{
    public string Features { get; init; } = DetectorTrainerOptions.DefaultFeatureColumnName;

    public string? Label { get; init; } = DetectorTrainerOptions.DefaultLabelColumnName;

    public string Score { get; init; } = DetectorTrainerOptions.DefaultScoreColumnName;

    public string PredictedLabel { get; init; } = DetectorTrainerOptions.DefaultPredictedLabelColumnName;

    public long? Seed { get; init; } = Fast.Seed;

    public IProgress<TrainingProgress>? Progress { get; init; }

    public CancellationToken CancellationToken { get; init; }

    public DetectorTrainerOptions Options => new()
    {
        FeatureColumnName = Features,
        LabelColumnName = Label,
        ScoreColumnName = Score,
        PredictedLabelColumnName = PredictedLabel,
        Progress = Progress,
        CancellationToken = CancellationToken,
    };
}
