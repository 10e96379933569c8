using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// What is done with rows outside the pool's range, for which a kernel would know nothing: they are looked at from its edge, at the row
/// clipped column by column (the box) and at the row drawn towards the medians until it is inside (the ray).
/// </summary>
internal static class RowRange
{
    /// <summary>
    /// How near to an edge, in spans, a column's median may lie for the column to draw rows in that cross the edge. From a nearer median
    /// the smallest step outside would draw a row all the way to the medians, where there may be no row like it: it is only clipped.
    /// </summary>
    public const double NearestMedian = 0.01;

    /// <summary>Sums up how far a row lies outside the pool's range, in spans of the columns; 0 for a row inside.</summary>
    public static double Excess(FeatureScaling scaling, ReadOnlySpan<float> unit)
    {
        var excess = 0.0;
        for (var k = 0; k < unit.Length; k++)
        {
            excess += Math.Max(Math.Max(0.0 - unit[k], (double)unit[k] - scaling.Upper[k]), 0);
        }

        return excess;
    }

    /// <summary>Clips a row of the unit view column by column.</summary>
    public static void Box(FeatureScaling scaling, ReadOnlySpan<float> unit, Span<float> box)
    {
        for (var k = 0; k < unit.Length; k++)
        {
            box[k] = Math.Clamp(unit[k], 0f, scaling.Upper[k]);
        }
    }

    /// <summary>
    /// Draws a row of the unit view towards the medians until it is inside in all columns whose edge is not <see cref="NearestMedian"/>,
    /// and clips what is left.
    /// </summary>
    public static void Ray(FeatureScaling scaling, ReadOnlySpan<float> unit, Span<float> ray)
    {
        var share = 1.0;
        for (var k = 0; k < unit.Length; k++)
        {
            var median = scaling.Medians[k];
            if (unit[k] > scaling.Upper[k] && DrawsFromAbove(scaling, k))
            {
                share = Math.Min(share, (scaling.Upper[k] - median) / (unit[k] - median));
            }
            else if (unit[k] < 0 && DrawsFromBelow(scaling, k))
            {
                share = Math.Min(share, median / (median - unit[k]));
            }
        }

        for (var k = 0; k < unit.Length; k++)
        {
            var median = scaling.Medians[k];
            ray[k] = Math.Clamp((float)(median + (share * (unit[k] - median))), 0f, scaling.Upper[k]);
        }
    }

    /// <summary>Adds what <see cref="Excess"/> gives to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="scaling">The scaling.</param>
    /// <param name="unit">Single [rows x d].</param>
    /// <returns>Double [rows].</returns>
    public static GraphValue AddExcess(GraphBuilder graph, FeatureScaling scaling, GraphValue unit)
    {
        var (exact, zero) = (graph.Cast(unit, GraphElementType.Double), graph.Scalar(0.0));
        var below = graph.Subtract(zero, exact);
        var above = graph.Subtract(exact, Upper(graph, scaling));
        return graph.ReduceSum(graph.Maximum(graph.Maximum(below, above), zero), 1);
    }

    /// <summary>Adds what <see cref="Box"/> gives to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="scaling">The scaling.</param>
    /// <param name="unit">Single [rows x d].</param>
    /// <returns>Single [rows x d].</returns>
    public static GraphValue AddBox(GraphBuilder graph, FeatureScaling scaling, GraphValue unit) =>
        graph.Minimum(graph.Maximum(unit, graph.Scalar(0f)), graph.Constant<float>(scaling.Upper));

    /// <summary>Adds what <see cref="Ray"/> gives to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="scaling">The scaling.</param>
    /// <param name="unit">Single [rows x d].</param>
    /// <returns>Single [rows x d].</returns>
    public static GraphValue AddRay(GraphBuilder graph, FeatureScaling scaling, GraphValue unit)
    {
        var (exact, one) = (graph.Cast(unit, GraphElementType.Double), graph.Scalar(1.0));
        var (upper, median) = (Upper(graph, scaling), graph.Constant<double>(scaling.Medians));
        var away = graph.Subtract(exact, median);

        // Beyond an edge with the median near it lies nothing.
        var columns = Enumerable.Range(0, scaling.FeatureCount);
        var above = graph.Constant<double>(
            [.. columns.Select(k => DrawsFromAbove(scaling, k) ? scaling.Upper[k] : double.MaxValue)]);
        var below = graph.Constant<double>([.. columns.Select(k => DrawsFromBelow(scaling, k) ? 0 : double.MinValue)]);
        var share = graph.Where(
            graph.Greater(exact, above),
            graph.Divide(graph.Subtract(upper, median), away),
            graph.Where(graph.Less(exact, below), graph.Divide(median, graph.Subtract(median, exact)), one));
        var smallest = graph.Minimum(graph.ReduceMin(share, 1, keepAxis: true), one);
        var ray = graph.Add(median, graph.Multiply(smallest, away));
        return AddBox(graph, scaling, graph.Cast(ray, GraphElementType.Single));
    }

    private static bool DrawsFromAbove(FeatureScaling scaling, int column) =>
        scaling.Upper[column] - scaling.Medians[column] >= NearestMedian;

    private static bool DrawsFromBelow(FeatureScaling scaling, int column) => scaling.Medians[column] >= NearestMedian;

    private static GraphValue Upper(GraphBuilder graph, FeatureScaling scaling) =>
        graph.Cast(graph.Constant<float>(scaling.Upper), GraphElementType.Double);
}
