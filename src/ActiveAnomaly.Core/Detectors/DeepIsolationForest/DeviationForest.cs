using ActiveAnomaly.Graphs;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.DeepIsolationForest;

/// <summary>
/// Isolation trees on the codes of several networks, which also say how far a code lies from the thresholds on its way. Immutable and
/// thread safe.
/// </summary>
/// <remarks>Trees are stored as those of <see cref="IsolationForest"/> are, one after the other, those of one network together.</remarks>
internal sealed class DeviationForest
{
    private readonly IsolationSplit[] _splits;
    private readonly float[] _pathLengths;
    private readonly double _scale;

    /// <summary>Makes a forest of its trees' numbers.</summary>
    /// <param name="codeSize">The size of a code.</param>
    /// <param name="treeCount">The number of trees a network.</param>
    /// <param name="sampleSize">The number of rows that each tree was grown of, at least 2.</param>
    /// <param name="splits">2^depth - 1 splits a tree.</param>
    /// <param name="pathLengths">2^depth path lengths a tree.</param>
    public DeviationForest(int codeSize, int treeCount, int sampleSize, IsolationSplit[] splits, float[] pathLengths)
    {
        CodeSize = codeSize;
        TreeCount = treeCount;
        SampleSize = sampleSize;
        Depth = IsolationForest.DepthOf(sampleSize);
        _splits = splits;
        _pathLengths = pathLengths;
        _scale = -1 / (treeCount * IsolationForest.AveragePathLength(sampleSize));
    }

    /// <summary>Gets the size of a code.</summary>
    public int CodeSize { get; }

    /// <summary>Gets the number of trees a network.</summary>
    public int TreeCount { get; }

    /// <summary>Gets the number of rows that each tree was grown of.</summary>
    public int SampleSize { get; }

    /// <summary>Gets the most splits that a code meets in a tree.</summary>
    public int Depth { get; }

    /// <summary>Gets the splits, tree by tree, each in the order of a complete tree.</summary>
    public ReadOnlySpan<IsolationSplit> Splits => _splits;

    /// <summary>Gets the leaves' path lengths, tree by tree.</summary>
    public ReadOnlySpan<float> PathLengths => _pathLengths;

    /// <summary>Adds to numbers what one network's trees say of rows: 2^(-mean path length / c) times their mean deviation.</summary>
    /// <param name="member">The network.</param>
    /// <param name="codes">The rows' codes.</param>
    /// <param name="stride">From one row's code to the next's.</param>
    /// <param name="sums">One number a row.</param>
    public void AddScores(int member, ReadOnlySpan<float> codes, int stride, Span<double> sums)
    {
        var splitCount = (1 << Depth) - 1;
        for (var i = 0; i < sums.Length; i++)
        {
            var code = codes.Slice(i * stride, CodeSize);
            var (pathLengths, deviations) = (0.0, 0.0);
            for (var tree = member * TreeCount; tree < (member + 1) * TreeCount; tree++)
            {
                var leaf = Descend(_splits.AsSpan(tree * splitCount, splitCount), code, out var deviation);
                pathLengths += _pathLengths[(tree << Depth) + leaf];
                deviations += deviation;
            }

            sums[i] += Math.Pow(2, _scale * pathLengths) * (deviations / TreeCount);
        }
    }

    /// <summary>Adds to a graph what all networks' trees say of rows, summed up.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="codes">Single [rows x networks x code].</param>
    /// <param name="memberCount">The number of networks.</param>
    /// <returns>Double [rows].</returns>
    /// <remarks>
    /// The way to a leaf says on which side of each of its thresholds a code lies, so that the sum of the distances is linear in the code:
    /// the trees find the leaf, a table has its numbers.
    /// </remarks>
    public GraphValue AddScore(GraphBuilder graph, GraphValue codes, int memberCount)
    {
        var leaves = new DeviationLeaves(CodeSize);
        var trees = new List<GraphTreeNode>[memberCount * TreeCount];
        var splitCount = (1 << Depth) - 1;
        for (var tree = 0; tree < trees.Length; tree++)
        {
            trees[tree] = leaves.AddTree(
                _splits.AsSpan(tree * splitCount, splitCount), _pathLengths.AsSpan(tree << Depth, 1 << Depth), tree, tree / TreeCount);
        }

        var flat = graph.Cast(graph.Reshape(codes, -1, memberCount * CodeSize), GraphElementType.Double);
        var reached = graph.Cast(graph.TreeEnsemble(flat, trees, GraphSplit.AtMost, trees.Length), GraphElementType.Int64);
        reached = graph.Reshape(reached, -1, memberCount, TreeCount);
        var signs = graph.Cast(graph.Gather(leaves.Signs(graph), reached), GraphElementType.Double);
        var linear = graph.Multiply(signs, graph.Unsqueeze(graph.Cast(codes, GraphElementType.Double), 2));
        var sums = graph.Add(graph.ReduceSum(linear, 3), graph.Gather(leaves.Offsets(graph), reached));
        var deviations = graph.ReduceSum(graph.Divide(sums, graph.Gather(leaves.SplitCounts(graph), reached)), 2);
        var pathLengths = graph.ReduceSum(graph.Gather(leaves.PathLengths(graph), reached), 2);
        var isolation = graph.Power(graph.Scalar(2.0), graph.Multiply(pathLengths, graph.Scalar(_scale)));
        return graph.ReduceSum(graph.Multiply(isolation, graph.Divide(deviations, graph.Scalar((double)TreeCount))), 1);
    }

    /// <summary>Goes down a tree, and averages how far the code lies from each threshold on its way; 0 where there is none.</summary>
    private static int Descend(ReadOnlySpan<IsolationSplit> splits, ReadOnlySpan<float> code, out double deviation)
    {
        var (node, metCount, sum) = (0, 0, 0.0);
        while (node < splits.Length)
        {
            var (threshold, feature) = splits[node];
            var isRight = false;
            if (threshold != float.MaxValue)
            {
                var difference = (double)code[feature] - threshold;
                isRight = difference > 0;
                sum += Math.Abs(difference);
                metCount++;
            }

            node = (2 * node) + (isRight ? 2 : 1);
        }

        deviation = metCount > 0 ? sum / metCount : 0;
        return node - splits.Length;
    }
}
