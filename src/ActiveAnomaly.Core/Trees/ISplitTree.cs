namespace ActiveAnomaly.Trees;

/// <summary>A tree of splits, whose root is node 0: a row goes from split to split until a leaf, whose value it has.</summary>
internal interface ISplitTree
{
    /// <summary>Tells whether a node is a leaf.</summary>
    bool IsLeaf(int node);

    /// <summary>Gives a leaf's value.</summary>
    double Value(int node);

    /// <summary>Gives the feature that a split looks at.</summary>
    int Feature(int node);

    /// <summary>Gives the node below a split.</summary>
    /// <param name="node">The split.</param>
    /// <param name="value">The row's value of the split's feature.</param>
    int Below(int node, float value);
}
