using ActiveAnomaly.Data;
using ActiveAnomaly.Threading;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.TiwsForest;

/// <summary>Ranks the trees of an isolation forest by what they find, and says how many to keep.</summary>
internal static class TreeRanking
{
    /// <summary>Chooses trees. The result does not depend on the number of threads.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="abnormal">The rows labelled abnormal, at least one.</param>
    /// <param name="other">The rows that stand for normal ones, at least one.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The trees that are kept, the best first; equally good ones by their number.</returns>
    public static int[] Choose(
        IsolationForest forest, FeatureMatrix abnormal, FeatureMatrix other, CancellationToken cancellationToken)
    {
        var precisions = new double[forest.TreeCount];
        ParallelLoop.Run(
            forest.TreeCount,
            tree => precisions[tree] = AveragePrecision(PathLengths(forest, tree, abnormal), PathLengths(forest, tree, other)),
            cancellationToken);
        int[] order = [.. Enumerable.Range(0, forest.TreeCount).OrderByDescending(tree => precisions[tree])];
        var (best, count) = (double.NegativeInfinity, 0);
        var (abnormalSums, otherSums) = (new double[abnormal.RowCount], new double[other.RowCount]);
        for (var i = 0; i < order.Length; i++)
        {
            // Path lengths are found anew: those of all trees would take as much memory as a pool of a feature a tree.
            cancellationToken.ThrowIfCancellationRequested();
            Add(abnormalSums, PathLengths(forest, order[i], abnormal));
            Add(otherSums, PathLengths(forest, order[i], other));
            var precision = AveragePrecision(abnormalSums, otherSums);
            if (precision >= best)
            {
                (best, count) = (precision, i + 1);
            }
        }

        return order[..count];
    }

    /// <summary>
    /// The average precision of path lengths: the shorter, the more anomalous; equal ones pass the threshold together. Where few rows are
    /// abnormal it takes a time that grows with the number of rows, for no other row is sorted.
    /// </summary>
    /// <param name="abnormal">Those of abnormal rows, at least one.</param>
    /// <param name="other">Those of all others.</param>
    public static double AveragePrecision(ReadOnlySpan<double> abnormal, ReadOnlySpan<double> other)
    {
        var sorted = abnormal.ToArray();
        Array.Sort(sorted);

        // How many other rows lie above each abnormal one and not above the one before: a row is in the way of all from there on.
        var inTheWay = new int[sorted.Length + 1];
        foreach (var pathLength in other)
        {
            inTheWay[FirstAtLeast(sorted, pathLength)]++;
        }

        var (sum, otherCount, next) = (0.0, 0, 0);
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (; next <= start; next++)
            {
                otherCount += inTheWay[next];
            }

            sum += (end - start) * ((double)end / (end + otherCount));
            start = end;
        }

        return sum / sorted.Length;
    }

    private static int FirstAtLeast(double[] sorted, double value)
    {
        var (first, end) = (0, sorted.Length);
        while (first < end)
        {
            var middle = (first + end) / 2;
            if (sorted[middle] >= value)
            {
                end = middle;
            }
            else
            {
                first = middle + 1;
            }
        }

        return first;
    }

    private static double[] PathLengths(IsolationForest forest, int tree, FeatureMatrix rows)
    {
        var leaves = new ushort[rows.RowCount];
        forest.FindLeaves(tree, rows.Values, rows.FeatureCount, leaves);
        var own = forest.PathLengths.Slice(tree << forest.Depth, 1 << forest.Depth);
        var pathLengths = new double[leaves.Length];
        for (var i = 0; i < leaves.Length; i++)
        {
            pathLengths[i] = own[leaves[i]];
        }

        return pathLengths;
    }

    private static void Add(double[] sums, double[] values)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += values[i];
        }
    }
}
