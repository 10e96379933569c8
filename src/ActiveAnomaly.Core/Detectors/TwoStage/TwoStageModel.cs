using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.TwoStage;

/// <summary>A trained two-stage model. Scores lie in [0, 1.5]. Immutable and thread safe.</summary>
public sealed class TwoStageModel : DetectorModel, IContributions, IScoreGraph
{
    internal TwoStageModel(int featureCount, RankedForest forest, PriorForest? prior)
        : base(featureCount)
    {
        Forest = forest;
        Prior = prior;
    }

    /// <summary>Gets the classifier, with the isolation forest that ranks its equals.</summary>
    internal RankedForest Forest { get; }

    /// <summary>Gets the isolation forest with what it was grown of, for the stage after; null in a model that was loaded.</summary>
    internal PriorForest? Prior { get; }

    /// <inheritdoc/>
    public void AddContributions(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
    {
        RequireFeatures(row, reference, contributions);
        Forest.AddContributions(row, reference, contributions);
    }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => Forest.AddScore(graph, features);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        Forest.Score(rows, FeatureCount, scores, cancellationToken);
}
