using ActiveAnomaly.Data;

namespace ActiveAnomaly;

/// <summary>A pool whose truth is known.</summary>
internal sealed record SyntheticPool(FeatureMatrix Rows, bool[] IsAbnormal)
{
    public int RowCount => IsAbnormal.Length;

    /// <summary>
    /// Labels the first <paramref name="normalCount"/> normal rows and the first <paramref name="abnormalCount"/> abnormal
    /// ones.
    /// </summary>
    public PoolLabels Labeled(int normalCount, int abnormalCount)
    {
        var labels = new RowLabel[RowCount];
        for (var row = 0; row < RowCount; row++)
        {
            if (IsAbnormal[row] ? abnormalCount-- > 0 : normalCount-- > 0)
            {
                labels[row] = IsAbnormal[row] ? RowLabel.Abnormal : RowLabel.Normal;
            }
        }

        return PoolLabels.Copy(labels);
    }
}

/// <summary>Pools drawn by System.Random, in [0, 1].</summary>
internal static class SyntheticPools
{
    /// <summary>Few rows of few features without structure: for tests of bookkeeping.</summary>
    public static SyntheticPool Noise(int rowCount = 40, int featureCount = 5, int seed = 1)
    {
        var random = new Random(seed);
        return Draw(rowCount, row => row % 5 == 0, _ => [.. Enumerable.Range(0, featureCount).Select(_ => random.NextSingle())]);
    }

    /// <summary>
    /// Normal rows lie on a curved surface of 2 dimensions in 10; every 15th row is abnormal, with each feature drawn on its
    /// own.
    /// </summary>
    public static SyntheticPool Surface(int rowCount = 300, int seed = 1)
    {
        const int featureCount = 10;
        var random = new Random(seed);
        var mixing = Enumerable.Range(0, 2 * featureCount).Select(_ => (random.NextSingle() * 4) - 2).ToArray();
        return Draw(rowCount, row => row % 15 == 7, isAbnormal =>
        {
            var (u, v) = (random.NextSingle(), random.NextSingle());
            return [.. Enumerable.Range(0, featureCount).Select(k => 0.5f + (0.5f * MathF.Sin(
                isAbnormal ? random.NextSingle() * 6 : (mixing[2 * k] * u) + (mixing[(2 * k) + 1] * v) + k)))];
        });
    }

    /// <summary>
    /// Two equally tight clusters, the larger normal and the smaller abnormal, in 8 features that differ little: nothing but
    /// labels tells which is which.
    /// </summary>
    public static SyntheticPool Clusters(int rowCount = 300, int seed = 1)
    {
        const int featureCount = 8;
        var random = new Random(seed);
        return Draw(rowCount, row => row % 4 == 3, isAbnormal =>
            [.. Enumerable.Range(0, featureCount).Select(k => (random.NextSingle() * 0.8f) + (isAbnormal == (k % 2 == 0) ? 0.2f : 0f))]);
    }

    private static SyntheticPool Draw(int rowCount, Func<int, bool> isAbnormal, Func<bool, float[]> row)
    {
        bool[] truth = [.. Enumerable.Range(0, rowCount).Select(isAbnormal)];
        return new SyntheticPool(FeatureMatrix.FromRows([.. truth.Select(row)]), truth);
    }
}
