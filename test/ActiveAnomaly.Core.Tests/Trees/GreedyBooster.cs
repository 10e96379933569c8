using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Trees;

/// <summary>
/// Boosts trees on the cross-entropy, best-first, each leaf -eta G / (H + 1): a small program for tests of what is made of trees.
/// </summary>
internal sealed class GreedyBooster : ITreeBooster
{
    public IReadOnlyList<IReadOnlyList<GraphTreeNode>> Boost(
        FeatureMatrix rows, IReadOnlyList<bool> isAbnormal, BoostingSettings settings, CancellationToken cancellationToken)
    {
        var (margins, trees) = (new double[rows.RowCount], new List<List<GraphTreeNode>>());
        while (trees.Count < settings.TreeCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] slopes = [.. margins.Select((margin, row) => (1 / (1 + Math.Exp(-margin))) - (isAbnormal[row] ? 1 : 0))];
            trees.Add(Grow(rows, slopes, margins, settings));
        }

        return trees;
    }

    private static List<GraphTreeNode> Grow(FeatureMatrix rows, double[] slopes, double[] margins, BoostingSettings settings)
    {
        var nodes = new List<GraphTreeNode> { default };
        var leaves = new List<(int Node, int[] Rows, Split Best)> { Leaf(0, [.. Enumerable.Range(0, rows.RowCount)]) };
        while (leaves.Count < settings.LeafCount && leaves.MaxBy(leaf => leaf.Best.Gain) is { Best.Gain: > 1e-9 } best)
        {
            leaves.Remove(best);
            nodes[best.Node] = new GraphTreeNode(best.Best.Feature, best.Best.Threshold, nodes.Count, nodes.Count + 1);
            foreach (var side in best.Rows.GroupBy(row => rows.Row(row)[best.Best.Feature] > best.Best.Threshold).OrderBy(side => side.Key))
            {
                leaves.Add(Leaf(nodes.Count, [.. side]));
                nodes.Add(default);
            }
        }

        foreach (var (node, own, _) in leaves)
        {
            var curvature = own.Sum(row => Math.Abs(slopes[row]) * (1 - Math.Abs(slopes[row])));
            var value = -settings.LearningRate * own.Sum(row => slopes[row]) / (curvature + 1);
            nodes[node] = GraphTreeNode.Leaf(value);
            foreach (var row in own)
            {
                margins[row] += value;
            }
        }

        return nodes;

        (int Node, int[] Rows, Split Best) Leaf(int node, int[] own) =>
            (node, own, Best(rows, slopes, own, settings.LeastLeafRowCount));
    }

    private static Split Best(FeatureMatrix rows, double[] slopes, int[] own, int leastCount)
    {
        var (best, all) = (default(Split), own.Sum(row => slopes[row]));
        for (var feature = 0; feature < rows.FeatureCount; feature++)
        {
            var (sorted, left) = (own.OrderBy(row => rows.Row(row)[feature]).ToArray(), 0.0);
            for (var count = 1; count < sorted.Length; count++)
            {
                left += slopes[sorted[count - 1]];
                var threshold = rows.Row(sorted[count - 1])[feature];
                var gain = (left * left / count) + ((all - left) * (all - left) / (own.Length - count)) - (all * all / own.Length);
                if (rows.Row(sorted[count])[feature] > threshold && Math.Min(count, own.Length - count) >= leastCount && gain > best.Gain)
                {
                    best = new Split(gain, feature, threshold);
                }
            }
        }

        return best;
    }

    private readonly record struct Split(double Gain, int Feature, float Threshold);
}
