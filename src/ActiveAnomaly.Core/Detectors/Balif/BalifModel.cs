using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Detectors.Balif;

/// <summary>A trained BALIF model. Scores lie in (0, 1): the expected abnormal share where a row lies. Immutable and thread safe.</summary>
public sealed class BalifModel : DetectorModel, IBetaPosterior, IScoreGraph
{
    private readonly float[] _means;

    internal BalifModel(int featureCount, BetaLeaves leaves, PriorForest? prior)
        : base(featureCount)
    {
        Leaves = leaves;
        Prior = prior;
        _means = new float[leaves.Alphas.Length];
        for (var leaf = 0; leaf < _means.Length; leaf++)
        {
            _means[leaf] = (float)(leaves.Alphas[leaf] / (leaves.Alphas[leaf] + leaves.Betas[leaf]));
        }
    }

    /// <summary>Gets the leaves with their distributions.</summary>
    internal BetaLeaves Leaves { get; }

    /// <summary>Gets the forest with what it was grown of, for the stage after; null in a model that was loaded.</summary>
    internal PriorForest? Prior { get; }

    /// <inheritdoc/>
    public IBetaEvidence Evidence(FeatureMatrix rows, CancellationToken cancellationToken = default)
    {
        RequireFeatures(rows);
        return BalifEvidence.Of(Leaves, rows, cancellationToken);
    }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => Leaves.Forest.AddAverage(graph, features, _means);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        Leaves.Forest.Average(_means, rows, FeatureCount, scores, cancellationToken);
}
