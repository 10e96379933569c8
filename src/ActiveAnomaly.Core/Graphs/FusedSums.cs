namespace ActiveAnomaly.Graphs;

/// <summary>
/// Sums of products in a graph, in the order and with the roundings of the kernels: the same bits, at many times a matrix product's cost.
/// For scores that are ranked (<see cref="GraphBuilder.NeedsSameBits"/>).
/// </summary>
internal static class FusedSums
{
    /// <summary>Multiplies rows by a matrix: start + x[0] W[0] + x[1] W[1] and so on.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x k].</param>
    /// <param name="matrix">Row-major [k x m].</param>
    /// <param name="start">What the sums begin with [m].</param>
    /// <returns>Single [rows x m].</returns>
    public static GraphValue MatMul(GraphBuilder graph, GraphValue rows, ReadOnlySpan<float> matrix, ReadOnlySpan<float> start)
    {
        var numbers = new double[matrix.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = matrix[i];
        }

        var sums = graph.Expand(graph.Constant(start), graph.SizeOf(rows, 0), graph.Scalar((long)start.Length));
        return graph.Scan(
            [sums],
            [graph.Cast(rows, GraphElementType.Double), graph.Constant<double>(numbers, [matrix.Length / start.Length, start.Length])],
            [1, 0],
            (states, steps) => [graph.FusedMultiplyAdd(graph.Unsqueeze(steps[0], 1), steps[1], states[0])])[0];
    }

    /// <summary>
    /// Sums up squares in the order of the columns, in as many sums as the kernels have, of which each takes every so-manieth column and
    /// which are then added by halves.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">Single [rows x k].</param>
    /// <param name="sumCount">How many sums, a power of two.</param>
    /// <returns>Single [rows].</returns>
    public static GraphValue OfSquares(GraphBuilder graph, GraphValue values, int sumCount)
    {
        var width = (int)values.Shape[1]!.Value;
        var rowCount = graph.SizeOf(values, 0);
        var missing = (sumCount - (width % sumCount)) % sumCount;
        if (missing > 0)
        {
            // The square of 0 changes no sum.
            values = graph.Concatenate(1, values, graph.Expand(graph.Scalar(0f), rowCount, graph.Scalar((long)missing)));
        }

        var steps = graph.Reshape(graph.Cast(values, GraphElementType.Double), -1, (width + missing) / sumCount, sumCount);
        var sums = graph.Scan(
            [graph.Expand(graph.Scalar(0f), rowCount, graph.Scalar((long)sumCount))],
            [steps],
            [1],
            (states, step) => [graph.FusedMultiplyAdd(step[0], step[0], states[0])])[0];
        for (var half = sumCount / 2; half > 0; half /= 2)
        {
            sums = graph.Add(graph.Slice(sums, 1, 0, half), graph.Slice(sums, 1, half, 2 * half));
        }

        return graph.Squeeze(sums, 1);
    }
}
