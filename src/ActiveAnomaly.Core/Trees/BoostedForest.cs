using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Trees;

/// <summary>
/// Boosted trees: what they say of a row is the sum over the trees of the values of the leaves that it reaches. Immutable and thread safe.
/// </summary>
/// <remarks>A row's values are summed in the order of the trees, in double precision: the same bits in any batch.</remarks>
internal sealed class BoostedForest
{
    private readonly ClassificationNode[] _nodes;
    private readonly int[] _nodeCounts;

    /// <summary>Makes a forest of its trees' nodes, whose leaves hold what they add.</summary>
    /// <param name="nodes">The nodes, tree by tree; within a tree the root first and each node below its parent.</param>
    /// <param name="nodeCounts">The number of nodes of each tree.</param>
    public BoostedForest(ClassificationNode[] nodes, int[] nodeCounts)
    {
        _nodes = nodes;
        _nodeCounts = nodeCounts;
    }

    /// <summary>Gets a forest without a tree.</summary>
    public static BoostedForest Empty { get; } = new([], []);

    /// <summary>Gets the number of trees.</summary>
    public int TreeCount => _nodeCounts.Length;

    /// <summary>Gets the nodes, tree by tree.</summary>
    public ReadOnlySpan<ClassificationNode> Nodes => _nodes;

    /// <summary>Gets the number of nodes of each tree.</summary>
    public ReadOnlySpan<int> NodeCounts => _nodeCounts;

    /// <summary>Sums up the leaves that a row reaches.</summary>
    /// <param name="row">The row, finite.</param>
    public double Sum(ReadOnlySpan<float> row)
    {
        var (sum, root) = (0.0, 0);
        foreach (var nodeCount in _nodeCounts)
        {
            sum += Leaf(_nodes.AsSpan(root, nodeCount), row);
            root += nodeCount;
        }

        return sum;
    }

    /// <summary>Gives the value of the leaf that a row reaches in a tree.</summary>
    /// <param name="nodes">The tree's nodes.</param>
    /// <param name="row">The row.</param>
    public static float Leaf(ReadOnlySpan<ClassificationNode> nodes, ReadOnlySpan<float> row)
    {
        var node = nodes[0];
        while (!node.IsLeaf)
        {
            node = nodes[node.Left + (row[node.Feature] > node.Value ? 1 : 0)];
        }

        return node.Value;
    }

    /// <summary>Adds what <see cref="Sum"/> gives to a graph. There must be a tree.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x columns].</param>
    /// <returns>Double [rows].</returns>
    public GraphValue AddSum(GraphBuilder graph, GraphValue rows)
    {
        var trees = new IReadOnlyList<GraphTreeNode>[TreeCount];
        var root = 0;
        for (var tree = 0; tree < trees.Length; tree++)
        {
            trees[tree] = [.. _nodes.Skip(root).Take(_nodeCounts[tree]).Select(node => node.IsLeaf
                ? GraphTreeNode.Leaf(node.Value)
                : new GraphTreeNode(node.Feature, node.Value, node.Left, node.Left + 1))];
            root += _nodeCounts[tree];
        }

        return graph.Squeeze(graph.TreeEnsemble(graph.Cast(rows, GraphElementType.Double), trees, GraphSplit.AtMost), 1);
    }
}
