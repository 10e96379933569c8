using ActiveAnomaly.Data;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>
/// A map of the rows in two dimensions: their first two principal components. Features are brought to [0, 1] by their range in the pool,
/// and two categories of a column lie 1 apart; the components are those of at most <see cref="MostRows"/> rows, evenly spread; the map
/// reaches as far as any row of the pool. The same pool gives the same map. Immutable and thread safe.
/// </summary>
public sealed class RowMap
{
    /// <summary>The most rows that the components are computed of, and that are shown.</summary>
    public const int MostRows = 3000;

    /// <summary>Where every row lies along a component in which none differs.</summary>
    private const double Middle = 0.5;

    private const int RowsInAPart = 4096;

    private readonly FeatureMatrix _pool;
    private readonly double[][] _weights;
    private readonly double[] _lowest;
    private readonly double[] _spans;

    private RowMap(FeatureMatrix pool, double[][] weights, double[] lowest, double[] spans, double[] explained, int[] rows)
    {
        (_pool, _weights, _lowest, _spans) = (pool, weights, lowest, spans);
        Explained = explained;
        Rows = rows;
        RowPlace[] places = [.. rows.Select(PlaceOf)];
        X = [.. places.Select(place => place.X)];
        Y = [.. places.Select(place => place.Y)];
    }

    /// <summary>Gets the rows that are shown, ascending.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>Gets where they lie from left to right, in [0, 1].</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>Gets where they lie from bottom to top, in [0, 1].</summary>
    public IReadOnlyList<double> Y { get; }

    /// <summary>Gets the share of the variance of all features that lies along each of the two components.</summary>
    public IReadOnlyList<double> Explained { get; }

    /// <summary>Makes the map of a pool.</summary>
    /// <param name="pool">The rows [n x d].</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The map.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RowMap Of(FeatureMatrix pool, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var spans = FeatureSpans.Of(pool, category: Math.Sqrt(0.5), cancellationToken);
        var rows = Spread(pool.RowCount);
        var centred = Centred(pool, rows, spans);
        var total = VectorSums.Dot(centred, centred);
        var (axes, variances) = PrincipalAxes.Of(centred, pool.FeatureCount, cancellationToken);
        double[] explained = [.. variances.Select(variance => total > 0 ? Math.Min(variance / total, 1) : 0)];

        // A place is a sum over the raw features; what all rows have in common moves the whole map, which begins at its lowest row.
        double[][] weights = [.. axes.Select(axis => axis.Zip(spans.Inverse, (weight, inverse) => weight * inverse).ToArray())];
        var (lowest, extents) = Extents(pool, weights, cancellationToken);
        return new RowMap(pool, weights, lowest, extents, explained, rows);
    }

    /// <summary>Gets where a row of the pool lies.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The place.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public RowPlace PlaceOf(int row)
    {
        var features = _pool.Row(row);
        return new RowPlace(Place(features, 0), Place(features, 1));
    }

    private double Place(ReadOnlySpan<float> features, int axis) =>
        _spans[axis] > 0 ? Math.Clamp((Along(features, _weights[axis]) - _lowest[axis]) / _spans[axis], 0, 1) : Middle;

    private static double Along(ReadOnlySpan<float> features, double[] weights)
    {
        var sum = 0.0;
        for (var k = 0; k < features.Length; k++)
        {
            sum += features[k] * weights[k];
        }

        return sum;
    }

    /// <summary>Takes rows evenly: as many as are shown, from the first to the last.</summary>
    private static int[] Spread(int rowCount)
    {
        var count = Math.Min(rowCount, MostRows);
        return [.. Enumerable.Range(0, count).Select(i => count == rowCount ? i : (int)((long)i * (rowCount - 1) / (count - 1)))];
    }

    private static double[] Centred(FeatureMatrix pool, int[] rows, FeatureSpans spans)
    {
        var d = pool.FeatureCount;
        var (scaled, means) = (new double[rows.Length * d], new double[d]);
        for (var i = 0; i < rows.Length; i++)
        {
            var features = pool.Row(rows[i]);
            for (var k = 0; k < d; k++)
            {
                var value = ((double)features[k] - spans.Lowest[k]) * spans.Inverse[k];
                scaled[(i * d) + k] = value;
                means[k] += value / rows.Length;
            }
        }

        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] -= means[i % d];
        }

        return scaled;
    }

    private static (double[] Lowest, double[] Spans) Extents(FeatureMatrix pool, double[][] weights, CancellationToken cancellationToken)
    {
        var partCount = Math.Max(1, (pool.RowCount + RowsInAPart - 1) / RowsInAPart);
        var parts = new (double Low, double High)[weights.Length, partCount];
        Parallel.For(0, partCount, new ParallelOptions { CancellationToken = cancellationToken }, part =>
        {
            for (var axis = 0; axis < weights.Length; axis++)
            {
                var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
                for (var row = part * RowsInAPart; row < Math.Min((part + 1) * RowsInAPart, pool.RowCount); row++)
                {
                    var along = Along(pool.Row(row), weights[axis]);
                    (low, high) = (Math.Min(low, along), Math.Max(high, along));
                }

                parts[axis, part] = (low, high);
            }
        });
        var (lowest, spans) = (new double[weights.Length], new double[weights.Length]);
        for (var axis = 0; axis < weights.Length; axis++)
        {
            var own = Enumerable.Range(0, partCount).Select(part => parts[axis, part]).ToArray();
            lowest[axis] = own.Min(part => part.Low);
            spans[axis] = own.Max(part => part.High) - lowest[axis];
        }

        return (lowest, spans);
    }
}
