using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Trees;

/// <summary>Makes a forest of the trees that a booster gives, and refuses what is none. Not thread safe.</summary>
/// <param name="boosterName">The booster's name, for messages.</param>
/// <param name="columnCount">The number of columns that trees can split.</param>
internal sealed class BoostedTreeReader(string boosterName, int columnCount)
{
    private readonly List<ClassificationNode> _nodes = [];
    private readonly List<int> _nodeCounts = [];

    /// <summary>Reads trees.</summary>
    /// <param name="trees">The trees, or what a foreign class gives for them.</param>
    /// <exception cref="InvalidOperationException">They are no trees of these columns.</exception>
    public BoostedForest Read(IReadOnlyList<IReadOnlyList<GraphTreeNode>>? trees)
    {
        foreach (var (index, tree) in (trees ?? throw Wrong("gave no list of trees", "an empty list for none")).Index())
        {
            Add(index, tree is { Count: > 0 } ? tree : throw Wrong($"gave tree {index} without a node", "one leaf at least"));
        }

        return new BoostedForest([.. _nodes], [.. _nodeCounts]);
    }

    /// <summary>Gives the largest single-precision number that is at most a threshold: a row goes the same way at both.</summary>
    private static float AtMost(double threshold)
    {
        var rounded = (float)threshold;
        return rounded > threshold ? MathF.BitDecrement(rounded) : rounded;
    }

    /// <summary>Adds a tree level by level, with the nodes below a split side by side.</summary>
    private void Add(int index, IReadOnlyList<GraphTreeNode> tree)
    {
        var (root, order) = (_nodes.Count, new List<int> { 0 });
        for (var place = 0; place < order.Count; place++)
        {
            var at = $"tree {index}, node {order[place]}";
            var node = tree[order[place]];
            if (node.IsLeaf)
            {
                _nodes.Add(Leaf(node, at));
                continue;
            }

            _nodes.Add(Split(node, order.Count, at));
            foreach (var child in (int[])[node.Left, node.Right])
            {
                order.Add(child > 0 && child < tree.Count && order.Count < tree.Count
                    ? child
                    : throw Wrong($"gave {at}, which leads to node {child} of {tree.Count}", "each node below the root reached once"));
            }
        }

        if (order.Distinct().Count() != tree.Count)
        {
            throw Wrong($"gave tree {index} with {tree.Count} nodes that are not reached once", "each node below the root reached once");
        }

        _nodeCounts.Add(_nodes.Count - root);
    }

    private ClassificationNode Leaf(GraphTreeNode node, string at) => (node.Feature, float.IsFinite((float)node.Value)) switch
    {
        (0, true) => ClassificationNode.Leaf(node.Value),
        (0, false) => throw Wrong($"gave {at}, a leaf of {node.Value}", "leaves of finite numbers in single precision"),
        _ => throw Wrong($"gave {at}, a leaf that adds to result {node.Feature}", "leaves that add to result 0"),
    };

    private ClassificationNode Split(GraphTreeNode node, int left, string at)
    {
        if (node.Feature < 0 || node.Feature >= columnCount)
        {
            throw Wrong($"gave {at}, which splits column {node.Feature} of {columnCount}", $"columns 0 to {columnCount - 1}");
        }

        var threshold = AtMost(node.Value);
        return float.IsFinite(threshold)
            ? new ClassificationNode(threshold, node.Feature, left)
            : throw Wrong($"gave {at}, which splits at {node.Value}", "thresholds of finite numbers in single precision");
    }

    private InvalidOperationException Wrong(string found, string allowed) =>
        new($"The tree booster {boosterName} {found}. Allowed: {allowed}. Correct the booster's Boost.");
}
