using System.Buffers;
using ActiveAnomaly.Data;
using ActiveAnomaly.GaussianProcesses;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Detectors.Xgbod;

/// <summary>
/// A row's features and, behind them, what unsupervised detectors say of it. Features are brought to [0, 1], and limited to the pool's
/// range. Immutable and thread safe.
/// </summary>
/// <param name="scaling">The pool's scaling.</param>
/// <param name="detectors">The detectors.</param>
internal sealed class ScoredFeatures(FeatureScaling scaling, PriorDetectors detectors)
{
    /// <summary>The most rows that are computed at a time.</summary>
    public const int BlockRowCount = 256;

    /// <summary>Gets the scaling.</summary>
    public FeatureScaling Scaling => scaling;

    /// <summary>Gets the detectors.</summary>
    public PriorDetectors Detectors => detectors;

    /// <summary>Gets the number of features, d.</summary>
    public int FeatureCount => scaling.FeatureCount;

    /// <summary>Gets the number of columns: features and scores.</summary>
    public int ColumnCount => FeatureCount + PriorDetectors.Count;

    /// <summary>Gets the column of the isolation forest's score.</summary>
    public int ForestColumn => FeatureCount;

    /// <summary>Learns from a pool. No label is looked at.</summary>
    public static ScoredFeatures Learn(FeatureMatrix pool, SeededRandom random, CancellationToken cancellationToken)
    {
        var scaling = FeatureScaling.Learn(pool, cancellationToken);
        var unit = new float[pool.Values.Length];
        scaling.ToUnit(pool.Values, unit);
        var view = FeatureMatrix.Take(unit, unit.Length, pool.FeatureCount, featureNames: null)
            .WithCategoricalRanges(pool.CategoricalRanges);
        return new ScoredFeatures(scaling, PriorDetectors.Learn(view, random, cancellationToken));
    }

    /// <summary>Computes the columns of rows. At most <see cref="BlockRowCount"/> of them.</summary>
    /// <param name="rows">Row-major [n x d], finite.</param>
    /// <param name="columns">Receives [n x columns].</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public void Compute(ReadOnlySpan<float> rows, Span<float> columns, CancellationToken cancellationToken)
    {
        var (count, d) = (rows.Length / FeatureCount, FeatureCount);
        var rented = ArrayPool<float>.Shared.Rent(count * ColumnCount);
        try
        {
            var unit = rented.AsSpan(0, rows.Length);
            var scores = rented.AsSpan(rows.Length, count * PriorDetectors.Count);
            scaling.ToUnit(rows, unit);
            for (var row = 0; row < count; row++)
            {
                var own = unit.Slice(row * d, d);
                RowRange.Box(scaling, own, own);
            }

            detectors.Score(unit, scores, cancellationToken);
            for (var row = 0; row < count; row++)
            {
                var own = columns.Slice(row * ColumnCount, ColumnCount);
                unit.Slice(row * d, d).CopyTo(own);
                scores.Slice(row * PriorDetectors.Count, PriorDetectors.Count).CopyTo(own[d..]);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Computes the columns of a pool, on all processors, with the same bits on any number of threads.</summary>
    /// <param name="pool">The rows.</param>
    /// <param name="begin">Is told the number of steps, and gives what counts them, or null.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public FeatureMatrix Compute(FeatureMatrix pool, Func<int, Action?> begin, CancellationToken cancellationToken)
    {
        var columns = new float[FeatureMatrix.ValueCount(pool.RowCount, ColumnCount)];
        var partCount = (pool.RowCount + BlockRowCount - 1) / BlockRowCount;
        var counted = begin(partCount);
        ParallelLoop.Run(
            partCount,
            part =>
            {
                var first = part * BlockRowCount;
                var count = Math.Min(BlockRowCount, pool.RowCount - first);
                Compute(
                    pool.Values.Slice(first * FeatureCount, count * FeatureCount),
                    columns.AsSpan(first * ColumnCount, count * ColumnCount),
                    cancellationToken);
                counted?.Invoke();
            },
            cancellationToken);
        return FeatureMatrix.Take(columns, columns.Length, ColumnCount, featureNames: null);
    }

    /// <summary>Adds the columns of rows to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x d].</param>
    /// <returns>Single [rows x columns].</returns>
    public GraphValue AddTo(GraphBuilder graph, GraphValue rows)
    {
        var box = RowRange.AddBox(graph, scaling, scaling.AddUnit(graph, rows));
        return graph.Concatenate(1, box, detectors.AddScores(graph, box));
    }
}
