using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Kernels;
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
/// passes everything to the left. A row's way down is then as many steps as the tree is deep, without a branch or a pointer. Near the root
/// there are few splits: there vectors of rows are compared with all of them. Further down eight rows go side by side, so that the
/// processor always has loads under way.
/// </para>
/// <para>
/// Rows are scored in blocks that stay in the cache over all trees, and lie there feature by feature. A row's path lengths are summed in
/// the order of the trees, whatever the block or the thread: the same bits in any batch.
/// </para>
/// </remarks>
internal sealed class IsolationForest
{
    /// <summary>The most rows that a tree may be grown of: a tree of as many takes 768 KiB.</summary>
    public const int MostSampleRows = 65_536;

    private readonly KernelSet _kernels = KernelSet.For(VectorPaths.Default);
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

        Span<double> sums = stackalloc double[RowBlocks.MostRows];
        Span<int> places = stackalloc int[RowBlocks.MostRows];
        using var blocks = new RowBlocks(rows[..(leaves.Length * featureCount)], featureCount);
        while (blocks.MoveNext())
        {
            var own = sums[..blocks.RowCount];
            own.Clear();
            AddLeaves(tree, numbers, blocks, places, own);
            for (var i = 0; i < own.Length; i++)
            {
                leaves[blocks.First + i] = (ushort)own[i];
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
        Span<double> sums = stackalloc double[RowBlocks.MostRows];
        Span<int> places = stackalloc int[RowBlocks.MostRows];
        using var blocks = new RowBlocks(rows[..(results.Length * featureCount)], featureCount);
        while (blocks.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var own = sums[..blocks.RowCount];
            own.Clear();
            for (var tree = 0; tree < TreeCount; tree++)
            {
                AddLeaves(tree, leaves.Slice(tree << Depth, 1 << Depth), blocks, places, own);
            }

            for (var i = 0; i < own.Length; i++)
            {
                results[blocks.First + i] = (float)result(own[i], scale);
            }
        }
    }

    /// <summary>Adds a value to each row's sum: that of the leaf of a tree that it reaches.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="leaves">Its leaves' values.</param>
    /// <param name="rows">A block of rows.</param>
    /// <param name="places">Working memory, zeros before the first tree [128].</param>
    /// <param name="sums">The sums of the block's rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddLeaves(int tree, ReadOnlySpan<float> leaves, in RowBlocks rows, Span<int> places, Span<double> sums)
    {
        var splitCount = (1 << Depth) - 1;
        var splits = _splits.AsSpan(tree * splitCount, splitCount);
        leaves = leaves[..(1 << Depth)];
        if (sums.Length == 1)
        {
            sums[0] += LeafOf(splits, leaves, rows);
            return;
        }

        var level = 0;
        if (Depth >= KernelSet.TopLevelCount)
        {
            _kernels.DescendTop(splits, rows.Columns, 1 << rows.Shift, rows.PaddedCount, places);
            level = KernelSet.TopLevelCount;
        }

        AddLeaves(level, places, splits, leaves, rows, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float LeafOf(ReadOnlySpan<IsolationSplit> splits, ReadOnlySpan<float> leaves, in RowBlocks row)
    {
        ref var split = ref MemoryMarshal.GetReference(splits);
        ref var features = ref MemoryMarshal.GetReference(row.Columns);
        nint node = 0;
        for (var level = 0; level < Depth; level++)
        {
            node = Below(ref split, node, ref features, row.Shift);
        }

        return leaves[(int)node - splits.Length];
    }

    /// <summary>Goes down from the places that rows have on a level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddLeaves(
        int firstLevel,
        ReadOnlySpan<int> places,
        ReadOnlySpan<IsolationSplit> splits,
        ReadOnlySpan<float> leaves,
        in RowBlocks rows,
        Span<double> sums)
    {
        ref var split = ref MemoryMarshal.GetReference(splits);
        ref var leaf = ref MemoryMarshal.GetReference(leaves);
        nint splitCount = splits.Length;
        ref var columns = ref MemoryMarshal.GetReference(rows.Columns);
        nint first = (1 << firstLevel) - 1;
        var (shift, depth) = (rows.Shift, Depth);
        for (var i = 0; i < sums.Length; i += RowBlocks.RowMultiple)
        {
            var place = places.Slice(i, RowBlocks.RowMultiple);
            nint n0 = first + place[0], n1 = first + place[1], n2 = first + place[2], n3 = first + place[3];
            nint n4 = first + place[4], n5 = first + place[5], n6 = first + place[6], n7 = first + place[7];
            ref var row = ref Unsafe.Add(ref columns, i);
            for (var level = firstLevel; level < depth; level++)
            {
                n0 = Below(ref split, n0, ref row, shift);
                n1 = Below(ref split, n1, ref Unsafe.Add(ref row, 1), shift);
                n2 = Below(ref split, n2, ref Unsafe.Add(ref row, 2), shift);
                n3 = Below(ref split, n3, ref Unsafe.Add(ref row, 3), shift);
                n4 = Below(ref split, n4, ref Unsafe.Add(ref row, 4), shift);
                n5 = Below(ref split, n5, ref Unsafe.Add(ref row, 5), shift);
                n6 = Below(ref split, n6, ref Unsafe.Add(ref row, 6), shift);
                n7 = Below(ref split, n7, ref Unsafe.Add(ref row, 7), shift);
            }

            var own = sums.Slice(i, RowBlocks.RowMultiple);
            own[0] += Unsafe.Add(ref leaf, n0 - splitCount);
            own[1] += Unsafe.Add(ref leaf, n1 - splitCount);
            own[2] += Unsafe.Add(ref leaf, n2 - splitCount);
            own[3] += Unsafe.Add(ref leaf, n3 - splitCount);
            own[4] += Unsafe.Add(ref leaf, n4 - splitCount);
            own[5] += Unsafe.Add(ref leaf, n5 - splitCount);
            own[6] += Unsafe.Add(ref leaf, n6 - splitCount);
            own[7] += Unsafe.Add(ref leaf, n7 - splitCount);
        }
    }

    /// <summary>Gets the node below: 2 i + 1 on the left, one more on the right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Below(ref IsolationSplit splits, nint node, ref float row, int shift)
    {
        var split = Unsafe.Add(ref splits, node);
        var isRight = Unsafe.Add(ref row, (nint)split.Feature << shift) > split.Threshold;
        return (2 * node) + 1 + (isRight ? 1 : 0);
    }
}
