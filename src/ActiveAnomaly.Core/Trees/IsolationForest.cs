using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Trees;

/// <summary>
/// An isolation forest (Liu, Ting and Zhou, ICDM 2008, algorithms 1 to 3): rows that few random splits separate from the rest are
/// abnormal. Immutable and thread safe.
/// </summary>
/// <remarks>
/// <para>
/// Every tree is stored as if it were complete: split i has the splits 2 i + 1 and 2 i + 2 below it, a leaf above the deepest level
/// passes everything to the left. A row's way down is then as many steps as the tree is deep, without a branch or a pointer, and eight
/// rows go down side by side, so that the processor always has loads under way.
/// </para>
/// <para>
/// Rows are scored in blocks that stay in the cache over all trees. A row's path lengths are summed in the order of the trees,
/// whatever the block or the thread: the same bits in any batch.
/// </para>
/// </remarks>
internal sealed class IsolationForest
{
    /// <summary>The most rows that a tree may be grown of: a tree of as many takes 768 KiB.</summary>
    public const int MostSampleRows = 65_536;

    private const int RowsAtOnce = 8;
    private const int MostBlockRows = 256;

    private readonly IsolationSplit[] _splits;
    private readonly float[] _pathLengths;
    private readonly double _scale;

    /// <summary>Makes a forest of its trees' numbers, one tree after the other.</summary>
    /// <param name="sampleSize">The number of rows that each tree was grown of, at least 1.</param>
    /// <param name="splits">2^depth - 1 splits a tree.</param>
    /// <param name="pathLengths">2^depth path lengths a tree.</param>
    public IsolationForest(int sampleSize, IsolationSplit[] splits, float[] pathLengths)
    {
        SampleSize = sampleSize;
        Depth = DepthOf(sampleSize);
        TreeCount = pathLengths.Length >> Depth;
        _splits = splits;
        _pathLengths = pathLengths;

        // Of one row nothing can be said: c(1) = 0, no path has a split, and every score is 1.
        _scale = sampleSize > 1 ? -1 / (TreeCount * AveragePathLength(sampleSize)) : 0;
    }

    /// <summary>Gets the number of trees.</summary>
    public int TreeCount { get; }

    /// <summary>Gets the number of rows that each tree was grown of.</summary>
    public int SampleSize { get; }

    /// <summary>Gets how many splits a row meets in a tree: the base-2 logarithm of <see cref="SampleSize"/>, rounded up.</summary>
    public int Depth { get; }

    /// <summary>Gets the splits, tree by tree, each in the order of a complete tree.</summary>
    public ReadOnlySpan<IsolationSplit> Splits => _splits;

    /// <summary>Gets the leaves' path lengths, tree by tree.</summary>
    public ReadOnlySpan<float> PathLengths => _pathLengths;

    /// <summary>Gives how deep trees of a sample are.</summary>
    public static int DepthOf(int sampleSize) => sampleSize > 1 ? BitOperations.Log2((uint)(sampleSize - 1)) + 1 : 0;

    /// <summary>
    /// The average length of the path to a row in a tree of <paramref name="count"/> rows, c: 2 H(n - 1) - 2 (n - 1) / n.
    /// </summary>
    public static double AveragePathLength(int count)
    {
        const double eulerGamma = 0.5772156649015329;
        return count switch
        {
            <= 1 => 0,
            2 => 1,
            _ => (2 * (Math.Log(count - 1.0) + eulerGamma)) - (2 * (count - 1.0) / count),
        };
    }

    /// <summary>Grows a forest. The result does not depend on the number of threads.</summary>
    /// <param name="pool">The rows.</param>
    /// <param name="treeCount">The number of trees.</param>
    /// <param name="sampleSize">The number of rows that a tree is grown of, drawn without replacement; all when there are fewer.</param>
    /// <param name="random">Each tree has a stream of its own, derived from this one.</param>
    /// <param name="treeGrown">Called after every tree, from several threads, or null.</param>
    /// <param name="cancellationToken">Cancels growing.</param>
    /// <returns>The forest.</returns>
    public static IsolationForest Grow(
        FeatureMatrix pool, int treeCount, int sampleSize, SeededRandom random, Action? treeGrown, CancellationToken cancellationToken)
    {
        sampleSize = Math.Min(sampleSize, pool.RowCount);
        var depth = DepthOf(sampleSize);
        var splits = new IsolationSplit[checked(treeCount * ((1 << depth) - 1))];
        var pathLengths = new float[checked(treeCount << depth)];
        ParallelLoop.Run(
            treeCount,
            tree =>
            {
                var stream = random.Derive("tree", tree);
                var sample = pool.Select(stream.SampleRange(pool.RowCount, sampleSize));
                new IsolationTreeGrower(sample, depth, stream).Grow(
                    splits.AsSpan(tree * ((1 << depth) - 1), (1 << depth) - 1), pathLengths.AsSpan(tree << depth, 1 << depth));
                treeGrown?.Invoke();
            },
            cancellationToken);
        return new IsolationForest(sampleSize, splits, pathLengths);
    }

    /// <summary>Gives the forest of the same splits, whose leaves have other path lengths.</summary>
    /// <param name="pathLengths">2^depth path lengths a tree.</param>
    public IsolationForest WithPathLengths(float[] pathLengths) => new(SampleSize, _splits, pathLengths);

    /// <summary>Gives the forest of some of this one's trees.</summary>
    /// <param name="trees">The trees, at least one, in the order that they are to have.</param>
    public IsolationForest Keep(ReadOnlySpan<int> trees)
    {
        var splitCount = (1 << Depth) - 1;
        var splits = new IsolationSplit[trees.Length * splitCount];
        var pathLengths = new float[trees.Length << Depth];
        for (var i = 0; i < trees.Length; i++)
        {
            _splits.AsSpan(trees[i] * splitCount, splitCount).CopyTo(splits.AsSpan(i * splitCount));
            _pathLengths.AsSpan(trees[i] << Depth, 1 << Depth).CopyTo(pathLengths.AsSpan(i << Depth));
        }

        return new IsolationForest(SampleSize, splits, pathLengths);
    }

    /// <summary>Counts how many of some rows reach each leaf.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Cancels counting.</param>
    /// <returns>2^depth counts a tree, tree by tree.</returns>
    public int[] CountLeaves(FeatureMatrix rows, CancellationToken cancellationToken)
    {
        var counts = new int[TreeCount << Depth];
        var reached = new ushort[rows.RowCount];
        for (var tree = 0; tree < TreeCount; tree++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FindLeaves(tree, rows.Values, rows.FeatureCount, reached);
            foreach (var leaf in reached)
            {
                counts[(tree << Depth) + leaf]++;
            }
        }

        return counts;
    }

    /// <summary>Scores rows: 2^(-mean path length / c(sample size)), in (0, 1]; higher is more anomalous.</summary>
    /// <param name="rows">Row-major, finite.</param>
    /// <param name="featureCount">The number of features, d.</param>
    /// <param name="scores">Receives one score a row.</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    public void Score(ReadOnlySpan<float> rows, int featureCount, Span<float> scores, CancellationToken cancellationToken) =>
        Sum(_pathLengths, static (sum, scale) => Math.Pow(2, scale * sum), _scale, rows, featureCount, scores, cancellationToken);

    /// <summary>Gives the slope of the chord between two rows' scores, over the sums of their path lengths.</summary>
    /// <param name="sum">The sum of a row's path lengths over the trees.</param>
    /// <param name="other">That of another row.</param>
    /// <returns>(s - s') / (sum - other); the tangent's slope where both are the same.</returns>
    public double Slope(double sum, double other)
    {
        // s - s' = s' (e^x - 1), which loses its digits where x is small.
        const double small = 1e-5;
        var rate = _scale * Math.Log(2);
        var x = rate * (sum - other);
        var ratio = Math.Abs(x) < small ? 1 + (x / 2) + (x * x / 6) : (Math.Exp(x) - 1) / x;
        return Math.Pow(2, _scale * other) * rate * ratio;
    }

    /// <summary>Averages values of the leaves that rows reach.</summary>
    /// <param name="leaves">A value a leaf: 2^depth a tree, tree by tree.</param>
    /// <param name="rows">Row-major, finite.</param>
    /// <param name="featureCount">The number of features, d.</param>
    /// <param name="means">Receives one mean over the trees a row.</param>
    /// <param name="cancellationToken">Cancels averaging.</param>
    public void Average(
        ReadOnlySpan<float> leaves, ReadOnlySpan<float> rows, int featureCount, Span<float> means, CancellationToken cancellationToken) =>
        Sum(leaves, static (sum, count) => sum / count, TreeCount, rows, featureCount, means, cancellationToken);

    /// <summary>Adds the scores of rows to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="features">Single [rows x d].</param>
    /// <returns>Single [rows].</returns>
    public GraphValue AddScore(GraphBuilder graph, GraphValue features)
    {
        var exponent = graph.Multiply(AddSum(graph, features, _pathLengths), graph.Scalar(_scale));
        return graph.Cast(graph.Power(graph.Scalar(2.0), exponent), GraphElementType.Single);
    }

    /// <summary>Adds the means of values of the leaves that rows reach to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="features">Single [rows x d].</param>
    /// <param name="leaves">A value a leaf: 2^depth a tree, tree by tree.</param>
    /// <returns>Single [rows].</returns>
    public GraphValue AddAverage(GraphBuilder graph, GraphValue features, ReadOnlySpan<float> leaves) => graph.Cast(
        graph.Divide(AddSum(graph, features, leaves), graph.Scalar((double)TreeCount)), GraphElementType.Single);

    /// <summary>Finds the leaves of one tree that rows reach.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="rows">Row-major, finite.</param>
    /// <param name="featureCount">The number of features, d.</param>
    /// <param name="leaves">Receives one leaf a row, in [0, 2^depth).</param>
    public void FindLeaves(int tree, ReadOnlySpan<float> rows, int featureCount, Span<ushort> leaves)
    {
        // Leaves whose values are their own numbers: there are at most 65,536, and floats hold those exactly.
        var numbers = new float[1 << Depth];
        for (var leaf = 0; leaf < numbers.Length; leaf++)
        {
            numbers[leaf] = leaf;
        }

        Span<double> sums = stackalloc double[MostBlockRows];
        for (var first = 0; first < leaves.Length; first += MostBlockRows)
        {
            var count = Math.Min(MostBlockRows, leaves.Length - first);
            sums[..count].Clear();
            AddLeaves(tree, numbers, rows.Slice(first * featureCount, count * featureCount), featureCount, sums[..count]);
            for (var i = 0; i < count; i++)
            {
                leaves[first + i] = (ushort)sums[i];
            }
        }
    }

    /// <summary>Adds sums of leaves, Double [rows].</summary>
    private GraphValue AddSum(GraphBuilder graph, GraphValue features, ReadOnlySpan<float> leaves)
    {
        var splitCount = (1 << Depth) - 1;
        var trees = new List<GraphTreeNode>[TreeCount];
        for (var tree = 0; tree < TreeCount; tree++)
        {
            trees[tree] = [];
            AddNode(trees[tree], _splits.AsSpan(tree * splitCount, splitCount), leaves.Slice(tree << Depth, 1 << Depth), 0);
        }

        var sums = graph.TreeEnsemble(graph.Cast(features, GraphElementType.Double), trees, GraphSplit.AtMost);
        return graph.Squeeze(sums, 1);
    }

    /// <summary>Adds a node and all below it. Splits that send every finite row to the left are left out.</summary>
    private static void AddNode(
        List<GraphTreeNode> nodes, ReadOnlySpan<IsolationSplit> splits, ReadOnlySpan<float> leaves, int node)
    {
        while (node < splits.Length && splits[node].Threshold == float.MaxValue)
        {
            node = (2 * node) + 1;
        }

        if (node >= splits.Length)
        {
            nodes.Add(GraphTreeNode.Leaf(leaves[node - splits.Length]));
            return;
        }

        var place = nodes.Count;
        nodes.Add(default);
        AddNode(nodes, splits, leaves, (2 * node) + 1);
        nodes[place] = new GraphTreeNode(splits[node].Feature, splits[node].Threshold, place + 1, nodes.Count);
        AddNode(nodes, splits, leaves, (2 * node) + 2);
    }

    private void Sum(
        ReadOnlySpan<float> leaves,
        Func<double, double, double> result,
        double scale,
        ReadOnlySpan<float> rows,
        int featureCount,
        Span<float> results,
        CancellationToken cancellationToken)
    {
        // A block's rows should take half of a first-level cache, and a tree the rest.
        const int cachedCount = 4096;
        var blockSize = Math.Clamp(cachedCount / featureCount / RowsAtOnce * RowsAtOnce, RowsAtOnce, MostBlockRows);
        Span<double> sums = stackalloc double[MostBlockRows];
        for (var first = 0; first < results.Length; first += blockSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(blockSize, results.Length - first);
            var block = rows.Slice(first * featureCount, count * featureCount);
            sums[..count].Clear();
            for (var tree = 0; tree < TreeCount; tree++)
            {
                AddLeaves(tree, leaves.Slice(tree << Depth, 1 << Depth), block, featureCount, sums[..count]);
            }

            for (var i = 0; i < count; i++)
            {
                results[first + i] = (float)result(sums[i], scale);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddLeaves(
        int tree, ReadOnlySpan<float> leafValues, ReadOnlySpan<float> rows, int featureCount, Span<double> sums)
    {
        var splitCount = (1 << Depth) - 1;
        ref var splits = ref MemoryMarshal.GetReference(_splits.AsSpan(tree * splitCount, splitCount));
        ref var leaves = ref MemoryMarshal.GetReference(leafValues[..(1 << Depth)]);
        ref var row = ref MemoryMarshal.GetReference(rows);
        nint stride = featureCount;
        var i = 0;
        for (; i + RowsAtOnce <= sums.Length; i += RowsAtOnce)
        {
            nint n0 = 0, n1 = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0, n6 = 0, n7 = 0;
            for (var level = 0; level < Depth; level++)
            {
                n0 = Below(ref splits, n0, ref row);
                n1 = Below(ref splits, n1, ref Unsafe.Add(ref row, stride));
                n2 = Below(ref splits, n2, ref Unsafe.Add(ref row, 2 * stride));
                n3 = Below(ref splits, n3, ref Unsafe.Add(ref row, 3 * stride));
                n4 = Below(ref splits, n4, ref Unsafe.Add(ref row, 4 * stride));
                n5 = Below(ref splits, n5, ref Unsafe.Add(ref row, 5 * stride));
                n6 = Below(ref splits, n6, ref Unsafe.Add(ref row, 6 * stride));
                n7 = Below(ref splits, n7, ref Unsafe.Add(ref row, 7 * stride));
            }

            sums[i] += Unsafe.Add(ref leaves, n0 - splitCount);
            sums[i + 1] += Unsafe.Add(ref leaves, n1 - splitCount);
            sums[i + 2] += Unsafe.Add(ref leaves, n2 - splitCount);
            sums[i + 3] += Unsafe.Add(ref leaves, n3 - splitCount);
            sums[i + 4] += Unsafe.Add(ref leaves, n4 - splitCount);
            sums[i + 5] += Unsafe.Add(ref leaves, n5 - splitCount);
            sums[i + 6] += Unsafe.Add(ref leaves, n6 - splitCount);
            sums[i + 7] += Unsafe.Add(ref leaves, n7 - splitCount);
            row = ref Unsafe.Add(ref row, RowsAtOnce * stride);
        }

        for (; i < sums.Length; i++)
        {
            nint node = 0;
            for (var level = 0; level < Depth; level++)
            {
                node = Below(ref splits, node, ref row);
            }

            sums[i] += Unsafe.Add(ref leaves, node - splitCount);
            row = ref Unsafe.Add(ref row, stride);
        }
    }

    /// <summary>Gets the node below: 2 i + 1 on the left, one more on the right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Below(ref IsolationSplit splits, nint node, ref float row)
    {
        var split = Unsafe.Add(ref splits, node);
        var isRight = Unsafe.Add(ref row, split.Feature) > split.Threshold;
        return (2 * node) + 1 + (isRight ? 1 : 0);
    }
}
