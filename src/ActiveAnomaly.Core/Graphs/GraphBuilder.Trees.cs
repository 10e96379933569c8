using System.Runtime.InteropServices;

namespace ActiveAnomaly.Graphs;

// Trees: ai.onnx.ml's TreeEnsembleRegressor.
public sealed partial class GraphBuilder
{
    private const string LeafMode = "LEAF";

    /// <summary>
    /// Passes rows down trees and sums up, for every result, the leaves that they reach, in double precision. The operator gives single
    /// precision: leaves are taken in parts whose sums that holds exactly, and some operators add these.
    /// </summary>
    /// <param name="features">The rows, Double [rows x d], finite.</param>
    /// <param name="trees">The trees: the nodes of each, the root first.</param>
    /// <param name="split">Which rows go to the left.</param>
    /// <param name="targetCount">The number of results, at least 1.</param>
    /// <returns>The sums, Double [rows x results].</returns>
    public GraphValue TreeEnsemble(
        GraphValue features, IReadOnlyList<IReadOnlyList<GraphTreeNode>> trees, GraphSplit split, int targetCount = 1)
    {
        const string name = "TreeEnsemble";
        ArgumentNullException.ThrowIfNull(trees);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetCount, 1);
        Require(name, features, GraphElementType.Double);
        if (features.Rank != 2 || features.Shape[1] is not { } featureCount || trees.Count == 0)
        {
            throw new ArgumentException(
                $"{name} is given {features} and {trees.Count} trees; it takes rows of a known number of features, and at least one tree.",
                nameof(features));
        }

        var parts = LeafParts.Of(trees);
        var nodes = new TreeArrays(split == GraphSplit.AtMost ? "BRANCH_LEQ" : "BRANCH_LT", parts);
        for (var tree = 0; tree < trees.Count; tree++)
        {
            for (var node = 0; node < trees[tree].Count; node++)
            {
                RequireNode(trees[tree], tree, node, featureCount, targetCount);
                nodes.Add(tree, node, trees[tree][node]);
            }
        }

        var output = New(name, GraphElementType.Single, [features.Shape[0], (long)targetCount * parts.Count], _scope);
        Add("TreeEnsembleRegressor", "ai.onnx.ml", [features], [output], nodes.Settings(targetCount));
        return parts.Count == 1
            ? Cast(output, GraphElementType.Double)
            : ReduceSum(Cast(Reshape(output, -1, targetCount, parts.Count), GraphElementType.Double), 2);
    }

    /// <summary>Every node lies after the one above it, so that no way leads in a circle.</summary>
    private static void RequireNode(IReadOnlyList<GraphTreeNode> tree, int treeIndex, int nodeIndex, long featureCount, int targetCount)
    {
        var node = tree[nodeIndex];
        var fits = node.IsLeaf
            ? node.Feature >= 0 && node.Feature < targetCount
            : node.Feature >= 0 && node.Feature < featureCount && node.Left > nodeIndex && node.Right > nodeIndex
                && node.Left < tree.Count && node.Right < tree.Count;
        if (!fits || !double.IsFinite(node.Value))
        {
            throw new ArgumentException(
                $"Node {nodeIndex} of tree {treeIndex} is {node}. A split has one of {featureCount} features and two nodes after itself, "
                + $"of the tree's {tree.Count}; a leaf has one of {targetCount} results; values are finite.",
                nameof(tree));
        }
    }

    /// <summary>Trees as the operator has them: one array a property.</summary>
    private sealed class TreeArrays(string splitMode, LeafParts parts)
    {
        private readonly List<long> _trees = [];
        private readonly List<long> _nodes = [];
        private readonly List<long> _features = [];
        private readonly List<double> _values = [];
        private readonly List<string> _modes = [];
        private readonly List<long> _left = [];
        private readonly List<long> _right = [];
        private readonly List<long> _leafTrees = [];
        private readonly List<long> _leafNodes = [];
        private readonly List<long> _leafTargets = [];
        private readonly List<double> _leafValues = [];

        public void Add(int tree, int index, GraphTreeNode node)
        {
            _trees.Add(tree);
            _nodes.Add(index);
            _features.Add(node.IsLeaf ? 0 : node.Feature);
            _values.Add(node.IsLeaf ? 0 : node.Value);
            _modes.Add(node.IsLeaf ? LeafMode : splitMode);
            _left.Add(node.Left);
            _right.Add(node.Right);
            if (node.IsLeaf)
            {
                AddLeaf(tree, index, node);
            }
        }

        private void AddLeaf(int tree, int index, GraphTreeNode leaf)
        {
            foreach (var (part, value) in parts.Split(leaf.Value).Index())
            {
                // A leaf must be worth something to some result, and need not to others.
                if (part == 0 || value != 0)
                {
                    _leafTrees.Add(tree);
                    _leafNodes.Add(index);
                    _leafTargets.Add(((long)leaf.Feature * parts.Count) + part);
                    _leafValues.Add(value);
                }
            }
        }

        public IReadOnlyList<GraphSetting> Settings(int targetCount) =>
        [
            new("n_targets", (long)targetCount * parts.Count),
            new("nodes_treeids", _trees.ToArray()),
            new("nodes_nodeids", _nodes.ToArray()),
            new("nodes_featureids", _features.ToArray()),
            new("nodes_values_as_tensor", Tensor(_values)),
            new("nodes_modes", _modes.ToArray()),
            new("nodes_truenodeids", _left.ToArray()),
            new("nodes_falsenodeids", _right.ToArray()),
            new("target_treeids", _leafTrees.ToArray()),
            new("target_nodeids", _leafNodes.ToArray()),
            new("target_ids", _leafTargets.ToArray()),
            new("target_weights_as_tensor", Tensor(_leafValues)),
        ];

        private static GraphTensor Tensor(List<double> values) => GraphTensor.Of(CollectionsMarshal.AsSpan(values), [values.Count]);
    }
}
