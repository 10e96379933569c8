using ActiveAnomaly.Explanations;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>The options of <see cref="ExplanationEstimator"/>.</summary>
public sealed record ExplanationOptions
{
    /// <summary>The default of <see cref="ContributionsColumnName"/>.</summary>
    public const string DefaultContributionsColumnName = "Contributions";

    /// <summary>Gets the features column, the one that the model is scored with; 'Features' by default.</summary>
    public string FeatureColumnName { get; init; } = DetectorTrainerOptions.DefaultFeatureColumnName;

    /// <summary>Gets the column that is added; 'Contributions' by default.</summary>
    public string ContributionsColumnName { get; init; } = DefaultContributionsColumnName;

    /// <summary>Gets the number of ordinary rows that rows are compared with, at least 1; 4 by default.</summary>
    public int BackgroundRowCount { get; init; } = Background.DefaultRowCount;

    /// <summary>Gets how contributions are computed; the defaults by default.</summary>
    public ExplainerOptions Explainer { get; init; } = new();

    /// <summary>Gets what cancels Fit; nothing by default.</summary>
    public CancellationToken CancellationToken { get; init; }
}
