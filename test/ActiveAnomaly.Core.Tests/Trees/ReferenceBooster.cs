using ActiveAnomaly.Data;

namespace ActiveAnomaly.Trees;

/// <summary>
/// Boosted trees written down a second time, slowly: every node tries every threshold between two different values of every feature, and
/// sums up both sides anew.
/// </summary>
internal sealed class ReferenceBooster(FeatureMatrix rows, bool[] isAbnormal, BoostingSettings settings)
{
    private readonly double[] _margins = new double[rows.RowCount];

    /// <summary>The margins of all rows after all trees.</summary>
    public double[] Margins()
    {
        for (var tree = 0; tree < settings.TreeCount; tree++)
        {
            double[] p = [.. _margins.Select(margin => 1 / (1 + Math.Exp(-margin)))];
            Grow([.. Enumerable.Range(0, rows.RowCount)], p, settings.Depth);
        }

        return _margins;
    }

    private void Grow(int[] node, double[] p, int depth)
    {
        double G(int[] some) => some.Sum(row => p[row] - (isAbnormal[row] ? 1 : 0));
        double H(int[] some) => some.Sum(row => p[row] * (1 - p[row]));
        double Worth(int[] some) => G(some) * G(some) / (H(some) + settings.Regularization);
        var (best, bestGain) = (default((int[] Left, int[] Right)?), 1e-6);
        for (var feature = 0; depth > 0 && feature < rows.FeatureCount; feature++)
        {
            float[] values = [.. node.Select(row => rows.Row(row)[feature]).Distinct().Order()];
            foreach (var value in values.SkipLast(1))
            {
                var left = node.Where(row => rows.Row(row)[feature] <= value).ToArray();
                var right = node.Except(left).ToArray();
                var gain = Worth(left) + Worth(right) - Worth(node);
                if (H(left) >= settings.LeastLeafWeight && H(right) >= settings.LeastLeafWeight && gain > bestGain + 1e-9)
                {
                    (best, bestGain) = ((left, right), gain);
                }
            }
        }

        if (best is { } split)
        {
            Grow(split.Left, p, depth - 1);
            Grow(split.Right, p, depth - 1);
            return;
        }

        foreach (var row in node)
        {
            _margins[row] -= settings.LearningRate * G(node) / (H(node) + settings.Regularization);
        }
    }
}
