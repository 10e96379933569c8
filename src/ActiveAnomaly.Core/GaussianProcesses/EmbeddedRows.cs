using System.Buffers;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// Rows as the kernel sees them, row-major: unit view [n x d], robust view [n x d], features of the linear part [n x 6], the detectors'
/// scores [n x 5] and the prior means [n]. The memory is rented: dispose it once.
/// </summary>
internal readonly ref struct EmbeddedRows
{
    private readonly float[] _numbers;
    private readonly double[] _prior;

    public EmbeddedRows(int count, int featureCount)
    {
        Count = count;
        FeatureCount = featureCount;
        _numbers = ArrayPool<float>.Shared.Rent(checked(count * ((2 * featureCount) + PriorRanks.LinearCount + PriorDetectors.Count)));
        _prior = ArrayPool<double>.Shared.Rent(count);
    }

    public int Count { get; }

    public int FeatureCount { get; }

    public Span<float> Unit => _numbers.AsSpan(0, Count * FeatureCount);

    public Span<float> Robust => _numbers.AsSpan(Count * FeatureCount, Count * FeatureCount);

    public Span<float> Linear => _numbers.AsSpan(2 * Count * FeatureCount, Count * PriorRanks.LinearCount);

    public Span<float> Scores =>
        _numbers.AsSpan((2 * Count * FeatureCount) + (Count * PriorRanks.LinearCount), Count * PriorDetectors.Count);

    public Span<double> Prior => _prior.AsSpan(0, Count);

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_numbers);
        ArrayPool<double>.Shared.Return(_prior);
    }
}
