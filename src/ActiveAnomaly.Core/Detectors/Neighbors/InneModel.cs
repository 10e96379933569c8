using ActiveAnomaly.Graphs;
using ActiveAnomaly.Neighbors;

namespace ActiveAnomaly.Detectors.Neighbors;

/// <summary>The spheres of a trained iNNE. Scores lie in [0, 1]. Immutable and thread safe.</summary>
public sealed class InneModel : DetectorModel, IScoreGraph
{
    internal InneModel(SphereEnsemble spheres)
        : base(spheres.FeatureCount) => Spheres = spheres;

    internal SphereEnsemble Spheres { get; }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => graph.InRowBlocks(
        features,
        KnownRows.BlockRowCount(Spheres.RoundCount * Spheres.SampleSize, FeatureCount),
        rows => Spheres.AddScore(graph, rows));

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        Spheres.Score(rows, scores, cancellationToken);
}
