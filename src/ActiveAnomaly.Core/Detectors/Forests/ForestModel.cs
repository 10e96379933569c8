using ActiveAnomaly.Explanations;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Forests;

/// <summary>
/// A model that scores as an isolation forest does, whatever its trees and path lengths come of. Immutable and thread safe.
/// </summary>
public abstract class ForestModel : DetectorModel, IContributions, IScoreGraph
{
    private protected ForestModel(int featureCount, IsolationForest forest)
        : base(featureCount) => Forest = forest;

    /// <summary>Gets the forest that scores.</summary>
    internal IsolationForest Forest { get; }

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
