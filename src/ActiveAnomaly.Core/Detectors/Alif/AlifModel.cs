using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Alif;

/// <summary>A trained ALIF model. Scores lie in (0, 1). Immutable and thread safe.</summary>
public sealed class AlifModel : DetectorModel, IContributions, IScoreGraph
{
    internal AlifModel(int featureCount, IsolationForest forest, PriorForest? prior)
        : base(featureCount)
    {
        Forest = forest;
        Prior = prior;
    }

    /// <summary>Gets the forest, whose leaves have their virtual depths for path lengths.</summary>
    internal IsolationForest Forest { get; }

    /// <summary>Gets the forest as it was grown, for the stage after; null in a model that was loaded.</summary>
    internal PriorForest? Prior { get; }

    /// <inheritdoc/>
    public void AddContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
    {
        RequireFeatures(row, reference, contributions);
        ForestContributions.AddScore(Forest, 1, row, reference, contributions);
    }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => Forest.AddScore(graph, features);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        Forest.Score(rows, FeatureCount, scores, cancellationToken);
}
