using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.GaussianProcess;

/// <summary>Computes a set-up in four ranges, the last one first, with what another detector prepares, as another machine would.</summary>
internal sealed class BackwardsSharer : ISetUpSharer
{
    public int RangeCount { get; private set; }

    public void Compute(
        Detector detector,
        FeatureMatrix pool,
        Lazy<IRowSetUp> setUp,
        Memory<float> values,
        Action<int>? computed,
        CancellationToken cancellationToken)
    {
        var options = (GaussianProcessOptions)detector.Options with { SetUpSharer = null, Seed = detector.Seed };
        var other = new GaussianProcessDetector(options).PrepareSetUp(
            FeatureMatrix.Copy(pool.Values, pool.FeatureCount), cancellationToken);
        var step = (pool.RowCount + 3) / 4;
        for (var first = 3 * step; first >= 0; first -= step)
        {
            var count = Math.Min(step, pool.RowCount - first);
            other.Compute(first, values.Slice(first * other.ValueCount, count * other.ValueCount), computed, cancellationToken);
            RangeCount++;
        }
    }
}
