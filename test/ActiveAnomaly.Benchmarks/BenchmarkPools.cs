using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Pools of random rows in [0, 1], each feature mixed from a few hidden ones, the last tenth abnormal.</summary>
internal static class BenchmarkPools
{
    private const int HiddenCount = 6;

    public static FeatureMatrix Create(int rowCount, int featureCount, long seed = 1)
    {
        var random = new SeededRandom(seed);
        var mixing = new float[HiddenCount * featureCount];
        foreach (ref var weight in mixing.AsSpan())
        {
            weight = (float)random.NextDouble();
        }

        var builder = new FeatureMatrixBuilder(featureCount, rowCount);
        var row = new float[featureCount];
        var hidden = new float[HiddenCount];
        for (var i = 0; i < rowCount; i++)
        {
            foreach (ref var value in hidden.AsSpan())
            {
                value = (float)random.NextDouble();
            }

            var abnormal = IsAbnormal(i, rowCount);
            for (var k = 0; k < featureCount; k++)
            {
                var sum = 0f;
                for (var h = 0; h < HiddenCount; h++)
                {
                    sum += mixing[(h * featureCount) + k] * hidden[h];
                }

                row[k] = abnormal ? (float)random.NextDouble() : sum / HiddenCount;
            }

            builder.Add(row);
        }

        return builder.ToMatrix();
    }

    /// <summary>Which rows of a pool are abnormal.</summary>
    public static bool[] Truth(int rowCount) => [.. Enumerable.Range(0, rowCount).Select(row => IsAbnormal(row, rowCount))];

    public static bool IsAbnormal(int row, int rowCount) => row >= rowCount - (rowCount / 10);
}
