using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.ExtraTrees;

/// <summary>
/// Trained extra trees. Scores lie in [0, 1.5]: the mean abnormal share of the reached leaves, and the prior's score where that is the
/// same. Immutable and thread safe.
/// </summary>
public sealed class ExtraTreesModel : DetectorModel, IScoreGraph
{
    internal ExtraTreesModel(int featureCount, IsolationForest priorForest, ClassificationForest forest, PriorForest? prior)
        : base(featureCount)
    {
        PriorTrees = priorForest;
        Forest = forest;
        Prior = prior;
    }

    /// <summary>Gets the isolation forest that ranks rows where the trees do not.</summary>
    internal IsolationForest PriorTrees { get; }

    /// <summary>Gets the trees; none where there were not rows of both classes.</summary>
    internal ClassificationForest Forest { get; }

    /// <summary>Gets the prior with what it was grown of, for the stage after; null in a model that was loaded.</summary>
    internal PriorForest? Prior { get; }

    /// <summary>
    /// Gets what the prior's scores count for. Pure leaves' means are multiples of 1 / trees, and the prior's scores at most 1: half of
    /// that reorders none.
    /// </summary>
    private double PriorShare => 0.5 / Forest.TreeCount;

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features)
    {
        var prior = PriorTrees.AddScore(graph, features);
        return Forest.TreeCount == 0 ? prior : Forest.AddScore(graph, features, prior, PriorShare);
    }

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        PriorTrees.Score(rows, FeatureCount, scores, cancellationToken);
        if (Forest.TreeCount > 0)
        {
            Forest.Score(rows, FeatureCount, scores, PriorShare, cancellationToken);
        }
    }
}
