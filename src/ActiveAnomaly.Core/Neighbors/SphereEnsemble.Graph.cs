using ActiveAnomaly.Graphs;
using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Neighbors;

// The scores in a graph: the smallest sphere that holds a row is the one of which most are as large or larger, and a table says what it
// isolates.
internal sealed partial class SphereEnsemble
{
    /// <summary>How many spheres more than those that a row lies about exactly on a graph measures a row by.</summary>
    private const int SpareSphereCount = 16;

    /// <summary>Adds the scores of rows to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x d], finite; all of them are compared with all centres at once.</param>
    /// <returns>Single [rows].</returns>
    public GraphValue AddScore(GraphBuilder graph, GraphValue rows)
    {
        rows = _scale == 1 ? rows : graph.Clip(
            graph.Multiply(rows, graph.Scalar(_scale)), graph.Scalar(float.MinValue), graph.Scalar(float.MaxValue));
        var width = SampleSize + 1;
        var (centers, radii) = (new float[RoundCount * SampleSize * FeatureCount], new float[RoundCount * SampleSize]);
        var (sizes, isolation) = (new float[radii.Length], new double[RoundCount * width]);
        for (var i = 0; i < radii.Length; i++)
        {
            var (round, place) = (i / SampleSize, i % SampleSize);
            var lane = (round * _panelCount * PanelRowCount) + place;
            PanelLayout.Take(_panels, lane, centers.AsSpan(i * FeatureCount, FeatureCount));
            radii[i] = _squaredRadii[lane];
            sizes[i] = SampleSize - place;
            isolation[(round * width) + SampleSize - place] = _isolation[lane];
        }

        // Where no sphere of a round holds a row, 0 are as large.
        for (var round = 0; round < RoundCount; round++)
        {
            isolation[round * width] = 1;
        }

        long[] starts = [.. Enumerable.Range(0, RoundCount).Select(round => (long)round * width)];
        var held = AddHeld(graph, rows, centers, radii, sizes);
        var smallest = graph.Cast(
            graph.ReduceMax(graph.Reshape(held, -1, RoundCount, SampleSize), 2), GraphElementType.Int64);
        var isolated = graph.Gather(graph.Constant<double>(isolation), graph.Add(smallest, graph.Constant<long>(starts)));
        return graph.Cast(
            graph.Divide(graph.ReduceSum(isolated, 1), graph.Scalar((double)RoundCount)), GraphElementType.Single);
    }

    /// <summary>Adds the size of each sphere where it holds a row, and 0 where not, Single [rows x spheres].</summary>
    private GraphValue AddHeld(GraphBuilder graph, GraphValue rows, float[] centers, float[] radii, float[] sizes)
    {
        // A row of the pool lies exactly on the spheres that it is the nearest neighbour of, one for each time that it was drawn.
        var drawn = Enumerable.Range(0, radii.Length)
            .Select(i => new ReadOnlyMemory<float>(centers, i * FeatureCount, FeatureCount))
            .Distinct(SameNumbers.Instance)
            .Count();
        var measuredCount = SpareSphereCount + (4 * ((radii.Length + drawn - 1) / drawn));
        var known = new KnownRows(graph, centers, FeatureCount);
        return measuredCount < radii.Length / 4 && Array.TrueForAll(radii, float.IsFinite)
            ? AddByMargin(graph, rows, known, radii, sizes, measuredCount)
            : AddOfAll(graph, rows, known, radii, sizes);
    }

    private static GraphValue AddOfAll(GraphBuilder graph, GraphValue rows, KnownRows known, float[] radii, float[] sizes)
    {
        var isHeld = graph.Less(known.Squared(rows), graph.Constant<float>(radii));
        return graph.Where(isHeld, graph.Constant<float>(sizes), graph.Scalar(0f));
    }

    /// <summary>
    /// Measures only by those spheres whose radius is nearest to a cheap estimate of the distance. Where that could be wrong about another
    /// sphere, the row is compared with all.
    /// </summary>
    private static GraphValue AddByMargin(
        GraphBuilder graph, GraphValue rows, KnownRows known, float[] radii, float[] sizes, int measuredCount)
    {
        var (estimates, error) = known.Estimate(rows, radii);
        var zero = graph.Scalar(0f);
        var estimated = graph.Where(graph.Less(estimates, graph.Scalar(0.0)), graph.Constant<float>(sizes), zero);

        // An estimate is right about a sphere that it is further from than its error and the roundings of what is measured.
        var share = 2 * known.RoundingShare;
        var margins = graph.Constant<double>([.. radii.Select(radius => share * radius)]);
        var (doubts, places) = graph.TopK(graph.Subtract(graph.Absolute(estimates), margins), measuredCount, 1, largest: false);
        var isHeld = graph.Less(known.SquaredAt(rows, places), graph.Gather(graph.Constant<float>(radii), places));
        var measured = graph.Where(isHeld, graph.Gather(graph.Constant<float>(sizes), places), zero);
        var held = graph.ScatterElements(estimated, places, measured, 1);
        var isOpen = graph.LessOrEqual(graph.Slice(doubts, 1, measuredCount - 1, measuredCount), error);
        return RowChoice.Replaced(
            graph, held, graph.Squeeze(isOpen, 1), rows, open => AddOfAll(graph, open, known, radii, sizes));
    }

    /// <summary>Compares rows by their numbers.</summary>
    private sealed class SameNumbers : IEqualityComparer<ReadOnlyMemory<float>>
    {
        public static readonly SameNumbers Instance = new();

        public bool Equals(ReadOnlyMemory<float> x, ReadOnlyMemory<float> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<float> obj)
        {
            var hash = new HashCode();
            foreach (var number in obj.Span)
            {
                hash.Add(number);
            }

            return hash.ToHashCode();
        }
    }
}
