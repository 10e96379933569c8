using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.DeepIsolationForest;

/// <summary>
/// The leaves of trees for a graph: a code z that reaches a leaf after m splits lies (a z + b) / m from their thresholds on average, with
/// a whole number a a feature. Not thread safe.
/// </summary>
/// <param name="codeSize">The size of a code.</param>
internal sealed class DeviationLeaves(int codeSize)
{
    private readonly List<float> _signs = [];
    private readonly List<double> _offsets = [];
    private readonly List<double> _splitCounts = [];
    private readonly List<double> _pathLengths = [];
    private readonly float[] _wayDown = new float[codeSize];

    /// <summary>Adds a tree's leaves to the tables.</summary>
    /// <param name="splits">The tree's splits.</param>
    /// <param name="pathLengths">Its leaves' path lengths.</param>
    /// <param name="target">The result that the tree gives the leaf's place to.</param>
    /// <param name="member">The network whose code it splits.</param>
    /// <returns>The nodes, whose leaves are worth their place in the tables.</returns>
    public List<GraphTreeNode> AddTree(
        ReadOnlySpan<IsolationSplit> splits, ReadOnlySpan<float> pathLengths, int target, int member)
    {
        var nodes = new List<GraphTreeNode>();
        AddNode(nodes, splits, pathLengths, (target, member * codeSize), 0, 0, 0);
        return nodes;
    }

    /// <summary>Adds a to a graph, Single [leaves x code].</summary>
    public GraphValue Signs(GraphBuilder graph) => graph.Constant<float>(_signs.ToArray(), [_offsets.Count, codeSize]);

    /// <summary>Adds b to a graph, Double [leaves].</summary>
    public GraphValue Offsets(GraphBuilder graph) => graph.Constant<double>(_offsets.ToArray());

    /// <summary>Adds the numbers of splits to a graph, Double [leaves]; 1 where there is none, and nothing to divide.</summary>
    public GraphValue SplitCounts(GraphBuilder graph) => graph.Constant<double>(_splitCounts.ToArray());

    /// <summary>Adds the path lengths to a graph, Double [leaves].</summary>
    public GraphValue PathLengths(GraphBuilder graph) => graph.Constant<double>(_pathLengths.ToArray());

    private void AddNode(
        List<GraphTreeNode> nodes,
        ReadOnlySpan<IsolationSplit> splits,
        ReadOnlySpan<float> pathLengths,
        (int Target, int FirstFeature) place,
        int node,
        int metCount,
        double offset)
    {
        while (node < splits.Length && splits[node].Threshold == float.MaxValue)
        {
            node = (2 * node) + 1;
        }

        if (node >= splits.Length)
        {
            nodes.Add(GraphTreeNode.Leaf(_offsets.Count, place.Target));
            _signs.AddRange(_wayDown);
            _offsets.Add(offset);
            _splitCounts.Add(Math.Max(metCount, 1));
            _pathLengths.Add(pathLengths[node - splits.Length]);
            return;
        }

        var (threshold, feature) = splits[node];
        var own = nodes.Count;
        nodes.Add(default);
        _wayDown[feature]--;
        AddNode(nodes, splits, pathLengths, place, (2 * node) + 1, metCount + 1, offset + threshold);
        nodes[own] = new GraphTreeNode(place.FirstFeature + feature, threshold, own + 1, nodes.Count);
        _wayDown[feature] += 2;
        AddNode(nodes, splits, pathLengths, place, (2 * node) + 2, metCount + 1, offset - threshold);
        _wayDown[feature]--;
    }
}
