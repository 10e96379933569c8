using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.TwoStage;

/// <summary>Gives rows in standard deviations from a pool's means; a feature that never changes is 0. Immutable and thread safe.</summary>
internal sealed class StandardScale
{
    private readonly double[] _means;
    private readonly double[] _inverseDeviations;

    /// <summary>Learns the scale of a pool, of at least one row.</summary>
    public StandardScale(FeatureMatrix pool)
    {
        _means = new double[pool.FeatureCount];
        _inverseDeviations = new double[pool.FeatureCount];
        for (var k = 0; k < _means.Length; k++)
        {
            // Differences from the first row lose no digits to a mean far from 0, and are exactly 0 where nothing changes.
            var (first, sum, squares) = ((double)pool.Row(0)[k], 0.0, 0.0);
            for (var row = 0; row < pool.RowCount; row++)
            {
                var difference = pool.Row(row)[k] - first;
                sum += difference;
                squares += difference * difference;
            }

            var mean = sum / pool.RowCount;
            var variance = (squares / pool.RowCount) - (mean * mean);
            _means[k] = first + mean;
            _inverseDeviations[k] = variance > 0 ? 1 / Math.Sqrt(variance) : 0;
        }
    }

    /// <summary>Gives a row.</summary>
    public double[] Of(ReadOnlySpan<float> row)
    {
        var scaled = new double[row.Length];
        for (var k = 0; k < scaled.Length; k++)
        {
            scaled[k] = (row[k] - _means[k]) * _inverseDeviations[k];
        }

        return scaled;
    }
}
