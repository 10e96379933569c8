using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>A pool in the unit view, with the prior's detectors, which have yet to score it. Immutable and thread safe.</summary>
/// <param name="scaling">How features are scaled.</param>
/// <param name="unit">The pool's unit view.</param>
/// <param name="detectors">The detectors.</param>
internal sealed class PriorPool(FeatureScaling scaling, FeatureMatrix unit, PriorDetectors detectors) : IRowSetUp
{
    /// <summary>The number of rows that are computed at a time: a multiple of a panel's.</summary>
    public const int BlockRowCount = 512;

    public FeatureScaling Scaling => scaling;

    public FeatureMatrix Unit => unit;

    public PriorDetectors Detectors => detectors;

    /// <inheritdoc/>
    public int ValueCount => PriorDetectors.Count;

    /// <summary>Learns the scaling and the detectors of a pool.</summary>
    /// <param name="pool">The rows, at least 2.</param>
    /// <param name="random">Random numbers; each consumer has a stream of its own.</param>
    /// <param name="cancellationToken">Cancels learning.</param>
    public static PriorPool Learn(FeatureMatrix pool, SeededRandom random, CancellationToken cancellationToken)
    {
        var scaling = FeatureScaling.Learn(pool, cancellationToken);
        var values = new float[pool.Values.Length];
        InBlocks(
            pool.RowCount,
            (first, count) => scaling.ToUnit(
                pool.Values.Slice(first * pool.FeatureCount, count * pool.FeatureCount), values.AsSpan(first * pool.FeatureCount)),
            cancellationToken);
        var unit = FeatureMatrix.Take(values, values.Length, pool.FeatureCount, featureNames: null)
            .WithCategoricalRanges(pool.CategoricalRanges);
        return new PriorPool(scaling, unit, PriorDetectors.Learn(unit, random, cancellationToken));
    }

    /// <inheritdoc/>
    public void Compute(int first, Memory<float> values, Action<int>? computed, CancellationToken cancellationToken) => InBlocks(
        values.Length / ValueCount,
        (offset, count) =>
        {
            detectors.Score(
                unit.Values.Slice((first + offset) * unit.FeatureCount, count * unit.FeatureCount),
                values.Span.Slice(offset * ValueCount, count * ValueCount),
                cancellationToken);
            computed?.Invoke(count);
        },
        cancellationToken);

    /// <summary>Gives the number of blocks that rows come to.</summary>
    public static int BlockCount(int rowCount) => (rowCount + BlockRowCount - 1) / BlockRowCount;

    /// <summary>Does something for all rows, block by block, on several threads.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="block">Takes the first row of a block, and the number of its rows.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static void InBlocks(int rowCount, Action<int, int> block, CancellationToken cancellationToken) =>
        ParallelLoop.Run(
            BlockCount(rowCount),
            i => block(i * BlockRowCount, Math.Min(BlockRowCount, rowCount - (i * BlockRowCount))),
            cancellationToken);
}
