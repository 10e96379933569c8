namespace ActiveAnomaly.Graphs;

/// <summary>
/// Distances from rows to rows that a model knows, in a graph: differences summed feature by feature, in the order and with the roundings
/// of the distance kernels, so that equal rows are exactly 0 apart and equal distances stay equal.
/// </summary>
internal static class DistanceGraph
{
    /// <summary>The number of rows that are compared with all others at once: more take more memory, and no less time a row.</summary>
    public const int BlockRowCount = 64;

    /// <summary>Adds squared Euclidean distances.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x d], finite.</param>
    /// <param name="others">What they are measured from, row-major [others x d]; at least one row.</param>
    /// <returns>Single [rows x others].</returns>
    public static GraphValue Squared(GraphBuilder graph, GraphValue rows, ReadOnlySpan<float> others) => Sum(
        graph,
        rows,
        others,
        (sum, difference) =>
        {
            // The kernels round product and sum once. Double precision holds the product of two Single exactly, and nearly always the sum.
            var exact = graph.Cast(difference, GraphElementType.Double);
            return graph.Cast(
                graph.Add(graph.Cast(sum, GraphElementType.Double), graph.Multiply(exact, exact)), GraphElementType.Single);
        });

    /// <summary>Adds sums of absolute differences.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x d], finite.</param>
    /// <param name="others">What they are measured from, row-major [others x d]; at least one row.</param>
    /// <returns>Single [rows x others].</returns>
    public static GraphValue Manhattan(GraphBuilder graph, GraphValue rows, ReadOnlySpan<float> others) =>
        Sum(graph, rows, others, (sum, difference) => graph.Add(sum, graph.Absolute(difference)));

    /// <summary>Turns rows of numbers into columns.</summary>
    /// <param name="rows">Row-major [rows x width].</param>
    /// <param name="width">The number of columns.</param>
    /// <returns>Row-major [width x rows].</returns>
    public static float[] Transposed(ReadOnlySpan<float> rows, int width)
    {
        var (columns, count) = (new float[rows.Length], rows.Length / width);
        for (var i = 0; i < rows.Length; i++)
        {
            columns[(i % width * count) + (i / width)] = rows[i];
        }

        return columns;
    }

    private static GraphValue Sum(
        GraphBuilder graph, GraphValue rows, ReadOnlySpan<float> others, Func<GraphValue, GraphValue, GraphValue> withTerm)
    {
        var width = (int)rows.Shape[1]!.Value;
        var count = others.Length / width;
        var columns = graph.Constant<float>(Transposed(others, width), [width, count]);
        return graph.Scan(
            [graph.Expand(graph.Scalar(0f), graph.SizeOf(rows, 0), graph.Scalar((long)count))],
            [rows, columns],
            [1, 0],
            (sums, features) => [withTerm(sums[0], graph.Subtract(graph.Unsqueeze(features[0], 1), features[1]))])[0];
    }
}
