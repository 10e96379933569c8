using ActiveAnomaly.Explanations;

namespace ActiveAnomaly.Trees;

/// <summary>
/// Shapley values of a tree's value for a row compared with another, in closed form (interventional TreeSHAP: Lundberg et al., Nature
/// Machine Intelligence 2, 2020; the recursion over pairs of sums is that of Laberge and Pequignot, 2022).
/// </summary>
/// <remarks>
/// A mixture of the two rows takes its features from either. Where both rows go the same way, every mixture does; where they part, the
/// mixtures whose feature is the row's go one way and the others the other. A leaf is reached by the mixtures that have the u features of
/// some splits from the row and the v of others from the reference: its value counts (u - 1)! v! / (u + v)! for each of the u and - u! (v -
/// 1)! / (u + v)! for each of the v. A split adds up what comes from below it.
/// </remarks>
/// <typeparam name="TTree">The tree.</typeparam>
internal readonly ref struct TreeShapley<TTree>
    where TTree : ISplitTree, allows ref struct
{
    private readonly TTree _tree;
    private readonly ReadOnlySpan<float> _row;
    private readonly ReadOnlySpan<float> _reference;
    private readonly Span<double> _contributions;
    private readonly Span<sbyte> _sides;

    /// <summary>Prepares to explain.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="row">The row [d].</param>
    /// <param name="reference">The row that it is compared with [d].</param>
    /// <param name="contributions">What values are added to [d].</param>
    /// <param name="sides">Working memory [d], zeros; zeros again afterwards.</param>
    public TreeShapley(
        TTree tree, ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions, Span<sbyte> sides)
    {
        _tree = tree;
        _row = row;
        _reference = reference;
        _contributions = contributions;
        _sides = sides;
    }

    /// <summary>Adds the tree's values to the contributions.</summary>
    public void Add() => Below(0, 0, 0);

    /// <summary>Adds what the splits from a node on say.</summary>
    /// <param name="node">The node.</param>
    /// <param name="rowCount">How many features come from the row on the way here, u.</param>
    /// <param name="referenceCount">How many come from the reference, v.</param>
    /// <returns>What the leaves below count for each of the u, and for each of the v.</returns>
    private (double Row, double Reference) Below(int node, int rowCount, int referenceCount)
    {
        while (true)
        {
            if (_tree.IsLeaf(node))
            {
                var value = _tree.Value(node);
                return (
                    rowCount > 0 ? value * ShapleyWeight.Of(rowCount - 1, referenceCount) : 0,
                    referenceCount > 0 ? -value * ShapleyWeight.Of(rowCount, referenceCount - 1) : 0);
            }

            var feature = _tree.Feature(node);
            var ofRow = _tree.Below(node, _row[feature]);
            var ofReference = _tree.Below(node, _reference[feature]);
            if (ofRow != ofReference && _sides[feature] == 0)
            {
                _sides[feature] = 1;
                var first = Below(ofRow, rowCount + 1, referenceCount);
                _sides[feature] = -1;
                var second = Below(ofReference, rowCount, referenceCount + 1);
                _sides[feature] = 0;
                _contributions[feature] += first.Row + second.Reference;
                return (first.Row + second.Row, first.Reference + second.Reference);
            }

            node = _sides[feature] < 0 ? ofReference : ofRow;
        }
    }
}
