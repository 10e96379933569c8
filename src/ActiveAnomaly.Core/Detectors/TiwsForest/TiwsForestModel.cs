using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.TiwsForest;

/// <summary>A trained TiWS-iForest. Scores lie in (0, 1]. Immutable and thread safe.</summary>
public sealed class TiwsForestModel : DetectorModel, IContributions, IScoreGraph
{
    internal TiwsForestModel(int featureCount, IsolationForest forest, PriorForest? prior)
        : base(featureCount)
    {
        Forest = forest;
        Prior = prior;
    }

    /// <summary>Gets the trees that were kept, the best first.</summary>
    internal IsolationForest Forest { get; }

    /// <summary>Gets the whole forest, for the stage after; null in a model that was loaded.</summary>
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
