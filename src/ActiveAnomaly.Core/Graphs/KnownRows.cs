namespace ActiveAnomaly.Graphs;

/// <summary>
/// Rows that a model knows, in a graph, and distances to them: differences summed feature by feature, in the order and with the roundings
/// of the distance kernels, so that equal rows are exactly 0 apart and equal distances stay equal. Not thread safe, as the graph is not.
/// </summary>
internal sealed class KnownRows
{
    /// <summary>The most rows that are compared with all known rows at once: more take more memory, and no less time each.</summary>
    private const int MostBlockRows = 256;

    /// <summary>The most distances at once: 8 MiB, of which there are a few at a time.</summary>
    private const int MostDistances = 1 << 20;

    /// <summary>The most features of rows at once; each row is measured from some dozens of known rows.</summary>
    private const int MostFeatures = 1 << 17;

    private readonly GraphBuilder _graph;
    private readonly float[] _rows;
    private readonly int _width;
    private readonly int _count;
    private readonly GraphValue _known;

    /// <summary>Adds the rows as a constant.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Row-major [known x d], finite; at least one row.</param>
    /// <param name="featureCount">The number of features, d.</param>
    public KnownRows(GraphBuilder graph, float[] rows, int featureCount)
    {
        _graph = graph;
        _rows = rows;
        _width = featureCount;
        _count = rows.Length / featureCount;
        _known = graph.Constant<float>(rows, [_count, featureCount]);
    }

    /// <summary>
    /// Gets the share of a true squared distance that what the kernels make of it may be off, and as much again: d + 2 roundings to single
    /// precision.
    /// </summary>
    public double RoundingShare => (_width + 2) * Math.ScaleB(1, -23);

    /// <summary>Gives how many rows are compared with all known rows at once.</summary>
    /// <param name="knownCount">The number of known rows.</param>
    /// <param name="featureCount">The number of features, d.</param>
    public static int BlockRowCount(int knownCount, int featureCount) =>
        Math.Clamp(Math.Min(MostDistances / knownCount, MostFeatures / featureCount), 1, MostBlockRows);

    /// <summary>Adds sums of absolute differences.</summary>
    /// <param name="rows">Single [rows x d], finite.</param>
    /// <returns>Single [rows x known].</returns>
    public GraphValue Manhattan(GraphValue rows) =>
        SumToAll(rows, (sum, difference) => _graph.Add(sum, _graph.Absolute(difference)));

    /// <summary>Adds weighted sums of absolute differences: each difference is multiplied by its feature's weight.</summary>
    /// <param name="rows">Single [rows x d], finite.</param>
    /// <param name="weights">The weights [d].</param>
    /// <returns>Single [rows x known].</returns>
    public GraphValue Manhattan(GraphValue rows, ReadOnlySpan<float> weights) =>
        _graph.Scan(
            [_graph.Expand(_graph.Scalar(0f), _graph.SizeOf(rows, 0), _graph.Scalar((long)_count))],
            [rows, _known, _graph.Constant(weights)],
            [1, 1, 0],
            (sums, features) =>
            [
                _graph.Add(
                    sums[0],
                    _graph.Multiply(
                        features[2], _graph.Absolute(_graph.Subtract(_graph.Unsqueeze(features[0], 1), features[1])))),
            ])[0];

    /// <summary>Adds squared Euclidean distances.</summary>
    /// <param name="rows">Single [rows x d], finite.</param>
    /// <returns>Single [rows x known].</returns>
    public GraphValue Squared(GraphValue rows) => SumToAll(rows, WithSquare);

    /// <summary>Adds squared Euclidean distances from each row to some of the known ones.</summary>
    /// <param name="rows">Single [rows x d], finite.</param>
    /// <param name="places">Which of them, Int64 [rows x count].</param>
    /// <returns>Single [rows x count].</returns>
    public GraphValue SquaredAt(GraphValue rows, GraphValue places) =>
        Sum(rows, _graph.Gather(_known, places), 2, _graph.SizeOf(places, 1), WithSquare);

    /// <summary>
    /// Adds an estimate of squared Euclidean distances, less a number for each known row: norms and products, in double precision and from
    /// the known rows' mean. A matrix product costs a small part of <see cref="Squared"/>, and says which few distances must be known.
    /// </summary>
    /// <param name="rows">Single [rows x d], finite.</param>
    /// <param name="offsets">What is taken off, finite [known].</param>
    /// <returns>The estimates, Double [rows x known], and by how much those of a row may be wrong, Double [rows x 1].</returns>
    public (GraphValue Estimates, GraphValue Error) Estimate(GraphValue rows, ReadOnlySpan<float> offsets)
    {
        var center = new double[_width];
        for (var i = 0; i < _rows.Length; i++)
        {
            center[i % _width] += (double)_rows[i] / _count;
        }

        var (rest, largest) = (new double[_count], 0.0);
        for (var i = 0; i < _count; i++)
        {
            for (var k = 0; k < _width; k++)
            {
                var feature = _rows[(i * _width) + k] - center[k];
                rest[i] += feature * feature;
            }

            largest = Math.Max(largest, rest[i] + Math.Abs((double)offsets[i]));
            rest[i] -= offsets[i];
        }

        // |x - y|^2 - offset = [x, |x|^2, 1] [-2 y, 1, |y|^2 - offset]'.
        var ours = Centered(rows, center);
        var norm = _graph.ReduceSum(_graph.Multiply(ours, ours), 1, keepAxis: true);
        var one = _graph.Scalar(1.0);
        var left = _graph.Concatenate(1, ours, norm, _graph.Expand(one, _graph.SizeOf(rows, 0), _graph.Scalar(1L)));
        var right = _graph.Concatenate(
            0,
            _graph.Multiply(_graph.Scalar(-2.0), _graph.Transpose(Centered(_known, center), 1, 0)),
            _graph.Expand(one, _graph.Scalar(1L), _graph.Scalar((long)_count)),
            _graph.Constant<double>(rest, [1, _count]));

        // Of at most 2 (d + 6) roundings, each by 2^-53 of |x|^2 + |y|^2 + offset at most; taken four times.
        var rounding = _graph.Scalar((_width + 6) * Math.ScaleB(1, -50));
        return (_graph.MatMul(left, right), _graph.Multiply(_graph.Add(norm, _graph.Scalar(largest)), rounding));
    }

    private GraphValue Centered(GraphValue rows, double[] center) =>
        _graph.Subtract(_graph.Cast(rows, GraphElementType.Double), _graph.Constant<double>(center));

    private GraphValue WithSquare(GraphValue sum, GraphValue difference)
    {
        var exact = _graph.Cast(difference, GraphElementType.Double);
        return _graph.FusedMultiplyAdd(exact, exact, sum);
    }

    private GraphValue SumToAll(GraphValue rows, Func<GraphValue, GraphValue, GraphValue> withTerm) =>
        Sum(rows, _known, 1, _graph.Scalar((long)_count), withTerm);

    private GraphValue Sum(
        GraphValue rows, GraphValue others, int axis, GraphValue otherCount, Func<GraphValue, GraphValue, GraphValue> withTerm) =>
        _graph.Scan(
            [_graph.Expand(_graph.Scalar(0f), _graph.SizeOf(rows, 0), otherCount)],
            [rows, others],
            [1, axis],
            (sums, features) => [withTerm(sums[0], _graph.Subtract(_graph.Unsqueeze(features[0], 1), features[1]))])[0];
}
