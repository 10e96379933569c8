using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// Pools of numbers: normal rows in four wide clusters, 1 of 100 rows abnormal, most of them in twenty small clusters between those, the
/// others scattered over the whole range.
/// </summary>
internal static class ClusterPools
{
    private const double AbnormalShare = 0.01;
    private const double ScatteredShare = 0.3;
    private const double NormalWidth = 0.06;
    private const double AbnormalWidth = 0.006;
    private const int NormalClusterCount = 4;
    private const int AbnormalClusterCount = 20;

    public static (FeatureMatrix Pool, bool[] IsAbnormal) Create(int rowCount, int featureCount, long seed = 1)
    {
        var random = new SeededRandom(seed);
        var normal = Centers(NormalClusterCount, featureCount, random);
        var abnormal = Centers(AbnormalClusterCount, featureCount, random);
        var values = new float[rowCount * featureCount];
        var isAbnormal = new bool[rowCount];
        for (var i = 0; i < rowCount; i++)
        {
            isAbnormal[i] = random.NextDouble() < AbnormalShare;
            var isScattered = isAbnormal[i] && random.NextDouble() < ScatteredShare;
            var center = isAbnormal[i] ? abnormal[random.NextInt32(AbnormalClusterCount)] : normal[random.NextInt32(NormalClusterCount)];
            for (var k = 0; k < featureCount; k++)
            {
                values[(i * featureCount) + k] = (float)(isScattered
                    ? random.NextDouble()
                    : center[k] + ((isAbnormal[i] ? AbnormalWidth : NormalWidth) * random.NextNormal()));
            }
        }

        return (FeatureMatrix.Copy(values, featureCount), isAbnormal);
    }

    private static double[][] Centers(int count, int featureCount, SeededRandom random) =>
        [.. Enumerable.Range(0, count).Select(
            _ => Enumerable.Range(0, featureCount).Select(_ => 0.2 + (0.6 * random.NextDouble())).ToArray())];
}
