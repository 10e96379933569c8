using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>What a method is given in one run: rows to train on, what is known of them, and rows to be evaluated on.</summary>
internal sealed record WeakLabelData
{
    public required FeatureMatrix Training { get; init; }

    public required PoolLabels Labels { get; init; }

    /// <summary>Gets the share of anomalies among the unlabelled rows.</summary>
    public required double Contamination { get; init; }

    /// <summary>Gets the rows to choose by, of which everything is known; null where there are none of both kinds.</summary>
    public LabeledRows? Validation { get; init; }

    public required FeatureMatrix Test { get; init; }

    public required bool[] TestTruth { get; init; }

    public static WeakLabelData Of(WeakLabelSplit split) => new()
    {
        Training = split.Training,
        Labels = split.Labels,
        Contamination = split.Contamination,
        Validation = split.Validation is { } rows && split.ValidationTruth.Contains(true) && split.ValidationTruth.Contains(false)
            ? new LabeledRows(rows, split.ValidationTruth)
            : null,
        Test = split.Test,
        TestTruth = split.TestTruth.ToArray(),
    };
}
