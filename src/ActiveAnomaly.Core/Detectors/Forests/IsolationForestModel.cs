using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Forests;

/// <summary>A trained isolation forest. Scores lie in (0, 1]; 1/2 is what an average row has. Immutable and thread safe.</summary>
public sealed class IsolationForestModel : DetectorModel, IScoreGraph
{
    internal IsolationForestModel(int featureCount, IsolationForest forest)
        : base(featureCount) => Forest = forest;

    internal IsolationForest Forest { get; }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => Forest.AddScore(graph, features);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        Forest.Score(rows, FeatureCount, scores, cancellationToken);
}
