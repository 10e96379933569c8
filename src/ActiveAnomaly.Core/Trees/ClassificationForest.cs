using System.Runtime.CompilerServices;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Trees;

/// <summary>
/// A forest of classification trees: what a row is worth in it is the mean over the trees of the abnormal share of the leaf that it
/// reaches. Immutable and thread safe.
/// </summary>
/// <remarks>
/// Trees stand one after the other in one array. Rows are passed down in blocks that stay in the cache over all trees, and a row's
/// shares are summed in the order of the trees, whatever the block or the thread: the same bits in any batch.
/// </remarks>
internal sealed class ClassificationForest
{
    private const int MostBlockRows = 256;
    private const int RowsAtOnce = 4;

    private readonly ClassificationNode[] _nodes;
    private readonly int[] _nodeCounts;

    /// <summary>Makes a forest of its trees' nodes.</summary>
    /// <param name="nodes">The nodes, tree by tree; within a tree the root first and each node below its parent.</param>
    /// <param name="nodeCounts">The number of nodes of each tree.</param>
    public ClassificationForest(ClassificationNode[] nodes, int[] nodeCounts)
    {
        _nodes = nodes;
        _nodeCounts = nodeCounts;
    }

    /// <summary>Gets a forest without a tree.</summary>
    public static ClassificationForest Empty { get; } = new([], []);

    /// <summary>Gets the number of trees.</summary>
    public int TreeCount => _nodeCounts.Length;

    /// <summary>Gets the nodes, tree by tree.</summary>
    public ReadOnlySpan<ClassificationNode> Nodes => _nodes;

    /// <summary>Gets the number of nodes of each tree.</summary>
    public ReadOnlySpan<int> NodeCounts => _nodeCounts;

    /// <summary>Grows extremely randomised trees. The result does not depend on the number of threads.</summary>
    /// <param name="draw">Gives the rows of a tree, from its random numbers; called from several threads.</param>
    /// <param name="treeCount">The number of trees.</param>
    /// <param name="candidateCount">The number of features that a node draws.</param>
    /// <param name="leafSize">The fewest rows of a leaf.</param>
    /// <param name="random">Each tree has a stream of its own, derived from this one.</param>
    /// <param name="treeGrown">Called after every tree, from several threads, or null.</param>
    /// <param name="cancellationToken">Cancels growing.</param>
    /// <returns>The forest.</returns>
    public static ClassificationForest Grow(
        Func<SeededRandom, WeightedRows> draw,
        int treeCount,
        int candidateCount,
        int leafSize,
        SeededRandom random,
        Action? treeGrown,
        CancellationToken cancellationToken)
    {
        var trees = new ClassificationNode[treeCount][];
        ParallelLoop.Run(
            treeCount,
            tree =>
            {
                var stream = random.Derive("tree", tree);
                trees[tree] = new ExtraTreeGrower(draw(stream), candidateCount, leafSize, stream).Grow();
                treeGrown?.Invoke();
            },
            cancellationToken);
        return new ClassificationForest([.. trees.SelectMany(nodes => nodes)], [.. trees.Select(nodes => nodes.Length)]);
    }

    /// <summary>Averages the abnormal shares of the leaves that rows reach. There must be a tree.</summary>
    /// <param name="rows">Row-major, finite.</param>
    /// <param name="featureCount">The number of features, d.</param>
    /// <param name="scores">Holds a number below 1 a row, whose <paramref name="share"/> is added; receives the scores.</param>
    /// <param name="share">What that number counts for.</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    public void Score(ReadOnlySpan<float> rows, int featureCount, Span<float> scores, double share, CancellationToken cancellationToken)
    {
        Span<double> sums = stackalloc double[MostBlockRows];
        for (var first = 0; first < scores.Length; first += MostBlockRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(MostBlockRows, scores.Length - first);
            var block = rows.Slice(first * featureCount, count * featureCount);
            sums[..count].Clear();
            AddShares(block, featureCount, sums[..count]);
            for (var i = 0; i < count; i++)
            {
                scores[first + i] = (float)((sums[i] / TreeCount) + (share * scores[first + i]));
            }
        }
    }

    /// <summary>Adds what <see cref="Score"/> gives to a graph. There must be a tree.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="features">Single [rows x d].</param>
    /// <param name="prior">A number below 1 a row, Single [rows].</param>
    /// <param name="share">What that number counts for.</param>
    /// <returns>Single [rows].</returns>
    public GraphValue AddScore(GraphBuilder graph, GraphValue features, GraphValue prior, double share)
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

        var sums = graph.TreeEnsemble(graph.Cast(features, GraphElementType.Double), trees, GraphSplit.AtMost);
        var means = graph.Divide(graph.Squeeze(sums, 1), graph.Scalar((double)TreeCount));
        var ofPrior = graph.Multiply(graph.Scalar(share), graph.Cast(prior, GraphElementType.Double));
        return graph.Cast(graph.Add(means, ofPrior), GraphElementType.Single);
    }

    private void AddShares(ReadOnlySpan<float> rows, int featureCount, Span<double> sums)
    {
        var root = 0;
        foreach (var nodeCount in _nodeCounts)
        {
            ReadOnlySpan<ClassificationNode> nodes = _nodes.AsSpan(root, nodeCount);
            var i = 0;
            for (; i + RowsAtOnce <= sums.Length; i += RowsAtOnce)
            {
                AddSharesAtOnce(nodes, rows.Slice(i * featureCount, RowsAtOnce * featureCount), featureCount, sums[i..]);
            }

            for (; i < sums.Length; i++)
            {
                var row = rows.Slice(i * featureCount, featureCount);
                var node = nodes[0];
                while (!node.IsLeaf)
                {
                    node = Below(nodes, node, row);
                }

                sums[i] += node.Value;
            }

            root += nodeCount;
        }
    }

    /// <summary>Four rows go down side by side, so that loads are under way while others wait; who has arrived stays.</summary>
    private static void AddSharesAtOnce(
        ReadOnlySpan<ClassificationNode> nodes, ReadOnlySpan<float> rows, int featureCount, Span<double> sums)
    {
        var (n0, n1, n2, n3) = (nodes[0], nodes[0], nodes[0], nodes[0]);
        while ((n0.Left | n1.Left | n2.Left | n3.Left) != 0)
        {
            n0 = n0.IsLeaf ? n0 : Below(nodes, n0, rows);
            n1 = n1.IsLeaf ? n1 : Below(nodes, n1, rows[featureCount..]);
            n2 = n2.IsLeaf ? n2 : Below(nodes, n2, rows[(2 * featureCount)..]);
            n3 = n3.IsLeaf ? n3 : Below(nodes, n3, rows[(3 * featureCount)..]);
        }

        sums[0] += n0.Value;
        sums[1] += n1.Value;
        sums[2] += n2.Value;
        sums[3] += n3.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ClassificationNode Below(ReadOnlySpan<ClassificationNode> nodes, ClassificationNode node, ReadOnlySpan<float> row) =>
        nodes[node.Left + (row[node.Feature] > node.Value ? 1 : 0)];
}
