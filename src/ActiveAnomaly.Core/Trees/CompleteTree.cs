namespace ActiveAnomaly.Trees;

/// <summary>
/// A tree of an <see cref="IsolationForest"/>: split i has the nodes 2 i + 1 and 2 i + 2 below it, leaves follow the splits.
/// </summary>
/// <param name="splits">The tree's splits, 2^depth - 1.</param>
/// <param name="leaves">A value a leaf, 2^depth.</param>
internal readonly ref struct CompleteTree(ReadOnlySpan<IsolationSplit> splits, ReadOnlySpan<float> leaves) : ISplitTree
{
    private readonly ReadOnlySpan<IsolationSplit> _splits = splits;
    private readonly ReadOnlySpan<float> _leaves = leaves;

    /// <inheritdoc/>
    public bool IsLeaf(int node) => node >= _splits.Length;

    /// <inheritdoc/>
    public double Value(int node) => _leaves[node - _splits.Length];

    /// <inheritdoc/>
    public int Feature(int node) => _splits[node].Feature;

    /// <inheritdoc/>
    public int Below(int node, float value) => (2 * node) + (value > _splits[node].Threshold ? 2 : 1);
}
