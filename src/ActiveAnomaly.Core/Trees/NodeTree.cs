namespace ActiveAnomaly.Trees;

/// <summary>A tree of a <see cref="ClassificationForest"/>.</summary>
/// <param name="nodes">The tree's nodes, the root first.</param>
internal readonly ref struct NodeTree(ReadOnlySpan<ClassificationNode> nodes) : ISplitTree
{
    private readonly ReadOnlySpan<ClassificationNode> _nodes = nodes;

    /// <inheritdoc/>
    public bool IsLeaf(int node) => _nodes[node].IsLeaf;

    /// <inheritdoc/>
    public double Value(int node) => _nodes[node].Value;

    /// <inheritdoc/>
    public int Feature(int node) => _nodes[node].Feature;

    /// <inheritdoc/>
    public int Below(int node, float value) => _nodes[node].Left + (value > _nodes[node].Value ? 1 : 0);
}
