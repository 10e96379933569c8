using System.Buffers;
using ActiveAnomaly.GaussianProcesses;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Xgbod;

/// <summary>
/// A trained XGBOD model. Scores lie in [0, 1.0001]: how probable the trees find it that a row is abnormal, and a ten-thousandth of the
/// isolation forest's score, by which equals are ranked. Immutable and thread safe.
/// </summary>
public sealed class XgbodModel : DetectorModel, IScoreGraph
{
    private const double ForestShare = 1e-4;

    internal XgbodModel(ScoredFeatures features, BoostedForest forest, ScoredPool? pool)
        : base(features.FeatureCount)
    {
        Features = features;
        Forest = forest;
        Pool = pool;
    }

    /// <summary>Gets what makes columns of a row.</summary>
    internal ScoredFeatures Features { get; }

    /// <summary>Gets the trees on these columns; none where there were not rows of both classes.</summary>
    internal BoostedForest Forest { get; }

    /// <summary>Gets what the next stage can go on from; null in a model that was loaded.</summary>
    internal ScoredPool? Pool { get; }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => graph.InRowBlocks(
        features,
        KnownRows.BlockRowCount(PriorDetectors.RoundCount * PriorDetectors.SphereCount, FeatureCount),
        rows =>
        {
            var columns = Features.AddTo(graph, rows);
            var ofForest = graph.Squeeze(graph.Slice(columns, 1, Features.ForestColumn, Features.ForestColumn + 1), 1);
            if (Forest.TreeCount == 0)
            {
                return ofForest;
            }

            var odds = graph.Exp(graph.Negate(Forest.AddSum(graph, columns)));
            var probability = graph.Divide(graph.Scalar(1.0), graph.Add(graph.Scalar(1.0), odds));
            var share = graph.Multiply(graph.Scalar(ForestShare), graph.Cast(ofForest, GraphElementType.Double));
            return graph.Cast(graph.Add(probability, share), GraphElementType.Single);
        });

    /// <summary>Scores a row whose columns are known.</summary>
    /// <param name="columns">The columns.</param>
    internal float ScoreOf(ReadOnlySpan<float> columns)
    {
        var ofForest = columns[Features.ForestColumn];
        return Forest.TreeCount == 0
            ? ofForest
            : (float)((1 / (1 + Math.Exp(-Forest.Sum(columns)))) + (ForestShare * ofForest));
    }

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        var rented = ArrayPool<float>.Shared.Rent(Math.Min(scores.Length, ScoredFeatures.BlockRowCount) * Features.ColumnCount);
        try
        {
            for (var first = 0; first < scores.Length; first += ScoredFeatures.BlockRowCount)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(ScoredFeatures.BlockRowCount, scores.Length - first);
                var columns = rented.AsSpan(0, count * Features.ColumnCount);
                Features.Compute(rows.Slice(first * FeatureCount, count * FeatureCount), columns, cancellationToken);
                for (var i = 0; i < count; i++)
                {
                    scores[first + i] = ScoreOf(columns.Slice(i * Features.ColumnCount, Features.ColumnCount));
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
