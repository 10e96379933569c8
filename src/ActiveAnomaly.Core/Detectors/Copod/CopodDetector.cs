using ActiveAnomaly.Metrics;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Detectors.Copod;

/// <summary>
/// COPOD (Li et al., ICDM 2020): a row is abnormal whose features lie in the tails of what the pool has. It learns without labels, draws
/// no random number, and does not depend on the features' scales.
/// </summary>
/// <remarks>
/// Deviation: a skewed feature counts by its longer tail, whatever the skewness; the authors' program adds both tails where it lies
/// between -1 and 1, which their paper does not say.
/// </remarks>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class CopodDetector(CopodOptions options) : Detector(options)
{
    /// <summary>Creates a detector with the default options.</summary>
    public CopodDetector()
        : this(new CopodOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "COPOD";

    /// <inheritdoc/>
    public override bool UsesLabels => false;

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var pool = request.Pool;
        var columns = new EmpiricalDistribution[pool.FeatureCount];
        var isLeftSkewed = new bool[pool.FeatureCount];
        ParallelLoop.Run(
            pool.FeatureCount,
            k =>
            {
                var all = pool.Values;
                var values = new float[pool.RowCount];
                for (var row = 0; row < values.Length; row++)
                {
                    values[row] = all[(row * pool.FeatureCount) + k];
                }

                isLeftSkewed[k] = IsLeftSkewed(values);
                columns[k] = EmpiricalDistribution.Learn(values);
            },
            request.CancellationToken);
        return Scored(new CopodModel(columns, isLeftSkewed), request);
    }

    /// <summary>
    /// Tells whether the third central moment is negative. Values are taken by their share of the largest, so that none overflows.
    /// </summary>
    private static bool IsLeftSkewed(ReadOnlySpan<float> values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs((double)value));
        }

        if (largest == 0)
        {
            return false;
        }

        var mean = 0.0;
        foreach (var value in values)
        {
            mean += value / largest / values.Length;
        }

        var moment = 0.0;
        foreach (var value in values)
        {
            var difference = (value / largest) - mean;
            moment += difference * difference * difference;
        }

        return moment < 0;
    }
}
