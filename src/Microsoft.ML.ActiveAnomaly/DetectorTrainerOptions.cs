using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// The options of a <see cref="DetectorTrainer"/>: column names, progress and cancellation. What the method itself does is in the
/// detector's options.
/// </summary>
public sealed record DetectorTrainerOptions
{
    /// <summary>The default name of the features column.</summary>
    public const string DefaultFeatureColumnName = "Features";

    /// <summary>The usual name of the label column.</summary>
    public const string DefaultLabelColumnName = "Label";

    /// <summary>The default name of the score column.</summary>
    public const string DefaultScoreColumnName = "Score";

    /// <summary>The default name of the predicted-label column.</summary>
    public const string DefaultPredictedLabelColumnName = "PredictedLabel";

    /// <summary>The default name of the probability column.</summary>
    public const string DefaultProbabilityColumnName = "Probability";

    /// <summary>Gets the name of the features column: a vector of Single of known size, every value finite.</summary>
    public string FeatureColumnName { get; init; } = DefaultFeatureColumnName;

    /// <summary>
    /// Gets the name of the label column, or null, the default, to train without labels: Single (NaN unlabelled, above 0 abnormal,
    /// else normal), Boolean (true abnormal) or a key of 2 values (missing unlabelled, 1 normal, 2 abnormal).
    /// ML.NET's text loader makes 0, normal, of an empty cell unless it is told TextLoader.Options.MissingRealsAsNaNs = true, and of one of
    /// a Boolean column false, normal, whatever it is told.
    /// </summary>
    public string? LabelColumnName { get; init; }

    /// <summary>Gets the name of the score column to add (Single; higher is more anomalous).</summary>
    public string ScoreColumnName { get; init; } = DefaultScoreColumnName;

    /// <summary>Gets the name of the predicted-label column to add (Boolean; true for rows above the model's threshold).</summary>
    public string PredictedLabelColumnName { get; init; } = DefaultPredictedLabelColumnName;

    /// <summary>Gets the name of the probability column (Single), which is added where the model is calibrated.</summary>
    public string ProbabilityColumnName { get; init; } = DefaultProbabilityColumnName;

    /// <summary>
    /// Gets how Fit calibrates the model on the labels, or null, the default, for not: that trains as many more models as
    /// <see cref="CalibrationOptions.FoldCount"/> says. Where the labels are too few, Fit warns, and the probability column holds NaN.
    /// </summary>
    public CalibrationOptions? Calibration { get; init; }

    /// <summary>Gets who is told of every epoch, or null. It is called on the training thread.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Gets the token that cancels Fit.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal ScoringColumns Columns => new(FeatureColumnName, ScoreColumnName, PredictedLabelColumnName, ProbabilityColumnName);

    internal void Validate()
    {
        Columns.Validate(
            "options." + nameof(FeatureColumnName),
            "options." + nameof(ScoreColumnName),
            "options." + nameof(PredictedLabelColumnName),
            "options." + nameof(ProbabilityColumnName));
        Calibration?.Validate();
        if (LabelColumnName is not null)
        {
            ScoringColumns.RequireName(LabelColumnName, "options." + nameof(LabelColumnName));
        }
    }
}
