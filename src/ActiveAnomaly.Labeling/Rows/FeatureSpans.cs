using ActiveAnomaly.Data;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>
/// The range of each feature of a pool, by which it is brought to [0, 1]; one that does not vary becomes 0. Rows of two categories of a
/// column differ in two features: these are brought to less, so that the column counts once. Immutable.
/// </summary>
internal sealed class FeatureSpans
{
    private const int RowsInAPart = 8192;

    private FeatureSpans(float[] lowest, double[] inverse)
    {
        Lowest = lowest;
        Inverse = inverse;
    }

    /// <summary>Gets the smallest value of each feature [d].</summary>
    public float[] Lowest { get; }

    /// <summary>Gets (1, or what a category is brought to) / (largest - smallest) of each feature [d]; 0 where it does not vary.</summary>
    public double[] Inverse { get; }

    /// <summary>Learns the ranges.</summary>
    /// <param name="pool">The rows [n x d].</param>
    /// <param name="category">
    /// What a category is brought to: 1/2 where differences are added up, (1/2)^(1/2) where their squares are.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
    public static FeatureSpans Of(FeatureMatrix pool, double category, CancellationToken cancellationToken)
    {
        var (n, d) = (pool.RowCount, pool.FeatureCount);
        var partCount = Math.Max(1, (n + RowsInAPart - 1) / RowsInAPart);
        var parts = new (float[] Lowest, float[] Highest)[partCount];
        Parallel.For(0, partCount, new ParallelOptions { CancellationToken = cancellationToken }, part =>
        {
            var (lowest, highest) = (new float[d], new float[d]);
            Array.Fill(lowest, float.PositiveInfinity);
            Array.Fill(highest, float.NegativeInfinity);
            for (var row = part * RowsInAPart; row < Math.Min((part + 1) * RowsInAPart, n); row++)
            {
                var features = pool.Row(row);
                for (var k = 0; k < features.Length; k++)
                {
                    lowest[k] = Math.Min(lowest[k], features[k]);
                    highest[k] = Math.Max(highest[k], features[k]);
                }
            }

            parts[part] = (lowest, highest);
        });
        var low = new float[d];
        var inverse = new double[d];
        for (var k = 0; k < d; k++)
        {
            low[k] = parts.Min(part => part.Lowest[k]);
            var high = parts.Max(part => part.Highest[k]);
            inverse[k] = high > low[k] ? 1 / ((double)high - low[k]) : 0;
        }

        foreach (var range in pool.CategoricalRanges)
        {
            foreach (ref var each in inverse.AsSpan(range.First, range.Count))
            {
                each *= category;
            }
        }

        return new FeatureSpans(low, inverse);
    }
}
