using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>What the options of all trainers have in common: column names, progress and cancellation.</summary>
public abstract class DetectorTrainerOptions
{
    /// <summary>The default name of the features column.</summary>
    public const string DefaultFeatureColumnName = "Features";

    /// <summary>The default name of the label column.</summary>
    public const string DefaultLabelColumnName = "Label";

    /// <summary>The default name of the score column.</summary>
    public const string DefaultScoreColumnName = "Score";

    /// <summary>The default name of the predicted-label column.</summary>
    public const string DefaultPredictedLabelColumnName = "PredictedLabel";

    private protected DetectorTrainerOptions()
    {
    }

    /// <summary>Gets the name of the features column: a vector of Single of known size, every value finite.</summary>
    public string FeatureColumnName { get; init; } = DefaultFeatureColumnName;

    /// <summary>Gets the name of the score column to add (Single; higher is more anomalous).</summary>
    public string ScoreColumnName { get; init; } = DefaultScoreColumnName;

    /// <summary>Gets the name of the predicted-label column to add (Boolean; true for rows that score above the model's threshold).</summary>
    public string PredictedLabelColumnName { get; init; } = DefaultPredictedLabelColumnName;

    /// <summary>Gets the options of an ensemble of detectors that differ in their seed, or null for a single detector.</summary>
    public EnsembleOptions? Ensemble { get; init; }

    /// <summary>Gets who is told of every epoch, or null. It is called on the training thread.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Gets the token that cancels Fit.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal virtual void Validate()
    {
        RequireName(FeatureColumnName, nameof(FeatureColumnName));
        RequireName(ScoreColumnName, nameof(ScoreColumnName));
        RequireName(PredictedLabelColumnName, nameof(PredictedLabelColumnName));
        Ensemble?.Validate();
        if (FeatureColumnName == ScoreColumnName || FeatureColumnName == PredictedLabelColumnName)
        {
            throw new ArgumentException(
                $"The features column '{FeatureColumnName}' would be hidden by an output of the same name. Give the outputs other names.", "options." + nameof(FeatureColumnName));
        }

        if (ScoreColumnName == PredictedLabelColumnName)
        {
            throw new ArgumentException(
                $"Score and predicted label would both be written to the column '{ScoreColumnName}'. Give them different names.", "options." + nameof(PredictedLabelColumnName));
        }
    }

    private protected static void RequireName(string? name, string property)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentException($"{property} is empty; it must name a column.", "options." + property);
        }
    }
}
