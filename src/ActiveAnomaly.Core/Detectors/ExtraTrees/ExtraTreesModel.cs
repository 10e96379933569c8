using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.ExtraTrees;

/// <summary>
/// Trained extra trees. Scores lie in [0, 1.5]: the mean abnormal share of the reached leaves, and the prior's score where that is the
/// same. Immutable and thread safe.
/// </summary>
public sealed class ExtraTreesModel : DetectorModel, IContributions, IScoreGraph
{
    internal ExtraTreesModel(int featureCount, RankedForest ranked, PriorForest? prior)
        : base(featureCount)
    {
        Ranked = ranked;
        Prior = prior;
    }

    /// <summary>Gets the trees, with the isolation forest that ranks rows where they do not.</summary>
    internal RankedForest Ranked { get; }

    /// <summary>Gets the isolation forest that ranks rows where the trees do not.</summary>
    internal IsolationForest PriorTrees => Ranked.Prior;

    /// <summary>Gets the trees; none where there were not rows of both classes.</summary>
    internal ClassificationForest Forest => Ranked.Classifier;

    /// <summary>Gets the prior with what it was grown of, for the stage after; null in a model that was loaded.</summary>
    internal PriorForest? Prior { get; }

    /// <inheritdoc/>
    public void AddContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
    {
        RequireFeatures(row, reference, contributions);
        Ranked.AddContributions(row, reference, contributions);
    }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => Ranked.AddScore(graph, features);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        Ranked.Score(rows, FeatureCount, scores, cancellationToken);
}
