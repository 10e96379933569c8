using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

/// <summary>
/// All rows of the pool, in an order drawn anew each epoch, cut into minibatches. The last, partial minibatch is dropped,
/// but never all of the data: with fewer rows than a minibatch the one partial minibatch is used.
/// </summary>
public sealed class MinibatchSource : BatchSource
{
    private readonly int[] _order;
    private readonly SeededRandom _random;

    /// <summary>Creates the source.</summary>
    /// <param name="rowCount">The number of rows in the pool, n, at least 1.</param>
    /// <param name="batchSize">The number of rows in a minibatch, at least 1.</param>
    /// <param name="random">Where the orders come from: that of epoch e from the stream ("epoch", e).</param>
    /// <param name="largestStepCount">The most minibatches an epoch, at least 1; null for all that the rows give.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1.</exception>
    public MinibatchSource(int rowCount, int batchSize, SeededRandom random, int? largestStepCount = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(largestStepCount ?? 1, 1, nameof(largestStepCount));
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentNullException.ThrowIfNull(random);
        _order = new int[rowCount];
        _random = random;
        LargestBatch = Math.Min(rowCount, batchSize);
        StepCount = Math.Min(rowCount / LargestBatch, largestStepCount ?? int.MaxValue);
    }

    /// <inheritdoc/>
    public override int LargestBatch { get; }

    /// <inheritdoc/>
    public override int? StepCount { get; }

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex)
    {
        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        _random.Derive("epoch", epochIndex).Shuffle(_order.AsSpan());
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Rows(int stepIndex) => _order.AsSpan(stepIndex * LargestBatch, LargestBatch);
}
