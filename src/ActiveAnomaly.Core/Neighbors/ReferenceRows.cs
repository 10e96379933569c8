using System.Runtime.Intrinsics;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Neighbors;

/// <summary>
/// Rows that others are compared with, in panels of 16 that lie feature by feature, as the distance kernels read them. Every row is
/// compared with every other, in blocks that stay in the cache: exact, and with the same bits in any batch. Immutable and thread safe.
/// </summary>
internal sealed class ReferenceRows
{
    private const int PanelRowCount = KernelSet.PanelRowCount;

    /// <summary>The number of rows that go through the panels together.</summary>
    private const int BlockRowCount = 64;

    /// <summary>How many reference rows more than needed a graph measures from.</summary>
    private const int SpareCandidateCount = 11;

    private readonly KernelSet _kernels;
    private readonly float[] _panels;

    /// <summary>Creates the panels of some rows.</summary>
    /// <param name="rows">Row-major [n x d], finite, at least one row.</param>
    /// <param name="featureCount">The number of features, d.</param>
    public ReferenceRows(ReadOnlySpan<float> rows, int featureCount)
        : this(rows, featureCount, KernelSet.For(VectorPaths.Default))
    {
    }

    /// <summary>Creates the panels of some rows, for the kernels of one vector width.</summary>
    internal ReferenceRows(ReadOnlySpan<float> rows, int featureCount, KernelSet kernels)
    {
        _kernels = kernels;
        FeatureCount = featureCount;
        Count = rows.Length / featureCount;
        _panels = new float[checked((Count + PanelRowCount - 1) / PanelRowCount * PanelRowCount * featureCount)];

        // What fills up the last panel is infinitely far from everything.
        Array.Fill(_panels, float.PositiveInfinity);
        PanelLayout.Put(_panels, featureCount, 0, rows);
    }

    /// <summary>Gets the number of rows.</summary>
    public int Count { get; }

    /// <summary>Gets the number of features, d.</summary>
    public int FeatureCount { get; }

    /// <summary>Copies the rows out, row-major.</summary>
    public float[] ToRows()
    {
        var rows = new float[Count * FeatureCount];
        for (var row = 0; row < Count; row++)
        {
            PanelLayout.Take(_panels, row, rows.AsSpan(row * FeatureCount, FeatureCount));
        }

        return rows;
    }

    /// <summary>
    /// Finds the squared Euclidean distances of the nearest reference rows. One of those that equal a row is left out, so that a row
    /// that is itself among them is measured by its neighbours.
    /// </summary>
    /// <param name="rows">Row-major [n x d], finite.</param>
    /// <param name="neighborCount">How many, k, less than <see cref="Count"/>.</param>
    /// <param name="nearest">
    /// Receives, for every row, k + 1 numbers: the first k are the squared distances, ascending.
    /// </param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public void Nearest(ReadOnlySpan<float> rows, int neighborCount, Span<float> nearest, CancellationToken cancellationToken)
    {
        var keptCount = neighborCount + 1;
        var rowCount = rows.Length / FeatureCount;
        Span<float> distances = stackalloc float[BlockRowCount * PanelRowCount];
        nearest.Fill(float.PositiveInfinity);
        for (var first = 0; first < rowCount; first += BlockRowCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(BlockRowCount, rowCount - first);
            var block = rows.Slice(first * FeatureCount, count * FeatureCount);
            for (var panel = 0; panel < _panels.Length; panel += PanelRowCount * FeatureCount)
            {
                _kernels.SquaredPanelDistances(
                    block, count, FeatureCount, _panels.AsSpan(panel, PanelRowCount * FeatureCount), distances);
                for (var i = 0; i < count; i++)
                {
                    Keep(distances.Slice(i * PanelRowCount, PanelRowCount), nearest.Slice((first + i) * keptCount, keptCount));
                }
            }
        }

        for (var i = 0; i < rowCount; i++)
        {
            var kept = nearest.Slice(i * keptCount, keptCount);
            if (kept[0] == 0)
            {
                kept[1..].CopyTo(kept);
            }
        }
    }

    /// <summary>Adds what <see cref="Nearest"/> finds to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x d], finite; all of them are compared with all reference rows at once.</param>
    /// <param name="neighborCount">How many, k, less than <see cref="Count"/>.</param>
    /// <returns>The squared distances, ascending, Single [rows x k].</returns>
    public GraphValue AddNearest(GraphBuilder graph, GraphValue rows, int neighborCount)
    {
        var keptCount = neighborCount + 1;
        var known = new KnownRows(graph, ToRows(), FeatureCount);
        var kept = keptCount + SpareCandidateCount < Count / 2
            ? AddByCandidates(graph, rows, known, keptCount)
            : AddOfAll(graph, rows, known, keptCount);
        var isReference = graph.Equal(graph.Slice(kept, 1, 0, 1), graph.Scalar(0f));
        return graph.Where(isReference, graph.Slice(kept, 1, 1, keptCount), graph.Slice(kept, 1, 0, neighborCount));
    }

    /// <summary>Adds what <see cref="MeanDistance"/> gives to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="squaredDistances">Single [rows x k].</param>
    /// <param name="count">How many of them are averaged, the first ones.</param>
    /// <returns>Single [rows].</returns>
    public static GraphValue AddMeanDistance(GraphBuilder graph, GraphValue squaredDistances, int count)
    {
        var distances = graph.Sqrt(graph.Cast(graph.Slice(squaredDistances, 1, 0, count), GraphElementType.Double));
        return graph.Cast(
            graph.Divide(graph.ReduceSum(distances, 1), graph.Scalar((double)count)), GraphElementType.Single);
    }

    /// <summary>Gives the mean of distances.</summary>
    /// <param name="squaredDistances">Their squares; at least one.</param>
    public static float MeanDistance(ReadOnlySpan<float> squaredDistances)
    {
        var sum = 0.0;
        foreach (var squared in squaredDistances)
        {
            sum += Math.Sqrt(squared);
        }

        return (float)(sum / squaredDistances.Length);
    }

    private static GraphValue AddOfAll(GraphBuilder graph, GraphValue rows, KnownRows known, int keptCount) =>
        graph.TopK(known.Squared(rows), keptCount, 1, largest: false).Values;

    /// <summary>
    /// Measures only from those reference rows that a cheap estimate puts in front. Where one behind them could be as near, as among many
    /// that are equally far, the row is compared with all.
    /// </summary>
    private GraphValue AddByCandidates(GraphBuilder graph, GraphValue rows, KnownRows known, int keptCount)
    {
        var candidateCount = keptCount + SpareCandidateCount;
        var (estimates, error) = known.Estimate(rows, new float[Count]);
        var (nearest, places) = graph.TopK(estimates, candidateCount, 1, largest: false);
        var kept = graph.TopK(known.SquaredAt(rows, places), keptCount, 1, largest: false).Values;

        // All others are at least as far as the last candidate, but for the error, and for roundings of what is measured, which near 0
        // are those of the smallest numbers.
        var last = graph.Subtract(graph.Slice(nearest, 1, candidateCount - 1, candidateCount), error);
        var smallest = graph.Scalar(FeatureCount * (double)float.Epsilon);
        var bound = graph.Subtract(graph.Multiply(last, graph.Scalar(1 - known.RoundingShare)), smallest);
        var farthest = graph.Cast(graph.Slice(kept, 1, keptCount - 1, keptCount), GraphElementType.Double);
        var isKnown = graph.Or(
            graph.GreaterOrEqual(bound, farthest), graph.Equal(farthest, graph.Scalar(0.0)));
        return RowChoice.Replaced(
            graph, kept, graph.Squeeze(graph.Not(isKnown), 1), rows, open => AddOfAll(graph, open, known, keptCount));
    }

    /// <summary>Puts a panel's distances that belong there among the smallest so far, which are kept in ascending order.</summary>
    private static void Keep(ReadOnlySpan<float> distances, Span<float> kept)
    {
        if (!Vector512.LessThanAny(Vector512.Create(distances), Vector512.Create(kept[^1])))
        {
            return;
        }

        foreach (var distance in distances)
        {
            if (distance >= kept[^1])
            {
                continue;
            }

            var place = kept.Length - 1;
            for (; place > 0 && kept[place - 1] > distance; place--)
            {
                kept[place] = kept[place - 1];
            }

            kept[place] = distance;
        }
    }
}
