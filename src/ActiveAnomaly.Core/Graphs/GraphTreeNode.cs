namespace ActiveAnomaly.Graphs;

/// <summary>A node of a tree in a graph: a split, which sends rows on, or a leaf, which adds its value to one of the results.</summary>
/// <param name="Feature">A split's feature; a leaf's result.</param>
/// <param name="Value">A split's threshold; a leaf's value.</param>
/// <param name="Left">The node that rows go to that are at most, or less than, the threshold; 0 in a leaf.</param>
/// <param name="Right">The node that the other rows go to; 0 in a leaf.</param>
public readonly record struct GraphTreeNode(int Feature, double Value, int Left, int Right)
{
    /// <summary>Gets a value indicating whether rows end here: nothing leads back to the root, node 0.</summary>
    public bool IsLeaf => Left == 0 && Right == 0;

    /// <summary>Makes a leaf.</summary>
    /// <param name="value">What it adds.</param>
    /// <param name="target">The result that it adds to, from 0.</param>
    /// <returns>The leaf.</returns>
    public static GraphTreeNode Leaf(double value, int target = 0) => new(target, value, 0, 0);
}
