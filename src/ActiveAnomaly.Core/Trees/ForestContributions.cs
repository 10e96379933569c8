namespace ActiveAnomaly.Trees;

/// <summary>What each feature of a row adds to what forests say of it, compared with another row.</summary>
internal static class ForestContributions
{
    /// <summary>Adds the exact Shapley values of the mean over the trees of the values of the leaves that a row reaches.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="leaves">A value a leaf: 2^depth a tree, tree by tree.</param>
    /// <param name="row">The row [d].</param>
    /// <param name="reference">The row that it is compared with [d].</param>
    /// <param name="contributions">To each of these numbers its feature's contribution is added [d].</param>
    public static void AddMean(
        IsolationForest forest,
        ReadOnlySpan<float> leaves,
        ReadOnlySpan<float> row,
        ReadOnlySpan<float> reference,
        Span<double> contributions)
    {
        var (own, sides) = (new double[row.Length], new sbyte[row.Length]);
        AddSum(forest, leaves, row, reference, own, sides);
        for (var k = 0; k < own.Length; k++)
        {
            contributions[k] += own[k] / forest.TreeCount;
        }
    }

    /// <summary>The same of the mean over the trees of a classification forest. There must be a tree.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="row">The row [d].</param>
    /// <param name="reference">The row that it is compared with [d].</param>
    /// <param name="contributions">To each of these numbers its feature's contribution is added [d].</param>
    public static void AddMean(
        ClassificationForest forest, ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
    {
        var (own, sides) = (new double[row.Length], new sbyte[row.Length]);
        var root = 0;
        foreach (var count in forest.NodeCounts)
        {
            new TreeShapley<NodeTree>(new NodeTree(forest.Nodes.Slice(root, count)), row, reference, own, sides).Add();
            root += count;
        }

        for (var k = 0; k < own.Length; k++)
        {
            contributions[k] += own[k] / forest.TreeCount;
        }
    }

    /// <summary>
    /// Adds what features add to an isolation forest's score, s = 2^(-h / c) of the mean path length h: the exact Shapley values of h times
    /// the slope of the chord between the two rows, (s(x) - s(x')) / (h(x) - h(x')). The score bends so little between two rows that this
    /// keeps what the features have to do with each other, and it needs no sampling.
    /// </summary>
    /// <param name="forest">The forest.</param>
    /// <param name="share">What the score counts for.</param>
    /// <param name="row">The row [d].</param>
    /// <param name="reference">The row that it is compared with [d].</param>
    /// <param name="contributions">To each of these numbers its feature's contribution is added [d].</param>
    public static void AddScore(
        IsolationForest forest, double share, ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
    {
        var (own, sides) = (new double[row.Length], new sbyte[row.Length]);
        AddSum(forest, forest.PathLengths, row, reference, own, sides);
        var slope = share * forest.Slope(PathSum(forest, row), PathSum(forest, reference));
        for (var k = 0; k < own.Length; k++)
        {
            contributions[k] += slope * own[k];
        }
    }

    private static void AddSum(
        IsolationForest forest,
        ReadOnlySpan<float> leaves,
        ReadOnlySpan<float> row,
        ReadOnlySpan<float> reference,
        Span<double> sums,
        Span<sbyte> sides)
    {
        for (var tree = 0; tree < forest.TreeCount; tree++)
        {
            new TreeShapley<CompleteTree>(TreeOf(forest, tree, leaves), row, reference, sums, sides).Add();
        }
    }

    private static double PathSum(IsolationForest forest, ReadOnlySpan<float> row)
    {
        var sum = 0.0;
        for (var tree = 0; tree < forest.TreeCount; tree++)
        {
            var splits = TreeOf(forest, tree, forest.PathLengths);
            var node = 0;
            while (!splits.IsLeaf(node))
            {
                node = splits.Below(node, row[splits.Feature(node)]);
            }

            sum += splits.Value(node);
        }

        return sum;
    }

    private static CompleteTree TreeOf(IsolationForest forest, int tree, ReadOnlySpan<float> leaves)
    {
        var splitCount = (1 << forest.Depth) - 1;
        return new CompleteTree(
            forest.Splits.Slice(tree * splitCount, splitCount), leaves.Slice(tree << forest.Depth, 1 << forest.Depth));
    }
}
