namespace ActiveAnomaly.Trees;

/// <summary>
/// A node of a classification tree: rows whose feature is at most the value go to the left, the others to the node beside that. Twelve
/// bytes.
/// </summary>
/// <param name="Value">The threshold; in a leaf the abnormal share of its weight, in [0, 1].</param>
/// <param name="Feature">The feature's index; 0 in a leaf.</param>
/// <param name="Left">The index of the node on the left within the tree; 0 in a leaf, for nothing leads back to the root.</param>
internal readonly record struct ClassificationNode(float Value, int Feature, int Left)
{
    /// <summary>Gets a value indicating whether rows end here.</summary>
    public bool IsLeaf => Left == 0;

    /// <summary>Makes a leaf.</summary>
    public static ClassificationNode Leaf(double abnormalShare) => new((float)abnormalShare, 0, 0);
}
