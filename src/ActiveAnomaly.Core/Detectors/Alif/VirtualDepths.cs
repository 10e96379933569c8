using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Alif;

/// <summary>
/// How deep the leaves of an isolation forest lie once rows in them were answered. The formula stands at <see cref="AlifDetector"/>.
/// </summary>
internal static class VirtualDepths
{
    /// <summary>Gives a leaf's depth.</summary>
    /// <param name="pathLength">The leaf's own path length, t + c(m).</param>
    /// <param name="abnormalCount">The rows in it that were answered abnormal.</param>
    /// <param name="normalCount">The rows in it that were answered normal.</param>
    /// <param name="sampleSize">The rows a tree, psi, at least 2.</param>
    public static double Of(double pathLength, int abnormalCount, int normalCount, int sampleSize)
    {
        const double shallowest = 1;
        if (abnormalCount + normalCount == 0)
        {
            return pathLength;
        }

        var average = IsolationForest.AveragePathLength(sampleSize);
        var deepest = IsolationForest.DepthOf(sampleSize) + average;
        var share = (double)abnormalCount / (abnormalCount + normalCount);
        return share <= 0.5
            ? deepest + (2 * share * (average - deepest))
            : average + (((2 * share) - 1) * (shallowest - average));
    }

    /// <summary>Gives the forest of the depths.</summary>
    /// <param name="forest">The forest as it was grown.</param>
    /// <param name="abnormalCounts">The rows answered abnormal in each leaf, 2^depth a tree.</param>
    /// <param name="normalCounts">The rows answered normal in each leaf.</param>
    public static IsolationForest Apply(IsolationForest forest, int[] abnormalCounts, int[] normalCounts)
    {
        var depths = new float[abnormalCounts.Length];
        for (var leaf = 0; leaf < depths.Length; leaf++)
        {
            depths[leaf] = (float)Of(forest.PathLengths[leaf], abnormalCounts[leaf], normalCounts[leaf], forest.SampleSize);
        }

        return forest.WithPathLengths(depths);
    }
}
