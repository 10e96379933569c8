using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// Two views of a row, learnt column by column from a pool: the unit view, in which the pool's rows lie in [0, 1], and the robust view
/// asinh((unit - median) / mean distance from it), in which far values are drawn in. Immutable and thread safe.
/// </summary>
/// <remarks>
/// Two categories of a categorical column are as far apart in either view as the two values of one column of numbers would be that has one
/// of them in the share of rows that are of the most frequent category: with a share s, 1 and asinh(1 / (1 - s)). Each of the two features
/// in which such rows differ has half of that.
/// </remarks>
internal sealed class FeatureScaling
{
    /// <summary>A column whose values are nearer to their median on average is divided by 1 in the robust view.</summary>
    public const double SmallestScale = 1e-9;

    /// <summary>A category's value in the unit view.</summary>
    private const float CategoryValue = 0.5f;

    /// <summary>Makes a scaling of its numbers.</summary>
    /// <param name="lowest">The smallest value of each column.</param>
    /// <param name="spans">What each column is divided by, above 0.</param>
    /// <param name="upper">The largest value of each column in the unit view.</param>
    /// <param name="medians">The median of each column in the unit view.</param>
    /// <param name="scales">What the distance from it is divided by, at least <see cref="SmallestScale"/>.</param>
    public FeatureScaling(double[] lowest, double[] spans, float[] upper, double[] medians, double[] scales)
    {
        Lowest = lowest;
        Spans = spans;
        Upper = upper;
        Medians = medians;
        Scales = scales;
    }

    public double[] Lowest { get; }

    public double[] Spans { get; }

    public float[] Upper { get; }

    public double[] Medians { get; }

    public double[] Scales { get; }

    /// <summary>Gets the number of features, d.</summary>
    public int FeatureCount => Lowest.Length;

    /// <summary>
    /// Learns a pool's scaling. A column that does not vary is divided by the size of its value in the unit view, so that a new row's other
    /// value is as far outside in any unit of measure; by 1 where the value is 0, and in the robust view.
    /// </summary>
    public static FeatureScaling Learn(FeatureMatrix pool, CancellationToken cancellationToken)
    {
        var (n, d) = (pool.RowCount, pool.FeatureCount);
        var scaling = new FeatureScaling(new double[d], new double[d], new float[d], new double[d], new double[d]);
        var shares = new double[d];
        ParallelLoop.Run(
            d,
            k =>
            {
                var all = pool.Values;
                var sorted = new float[n];
                for (var row = 0; row < n; row++)
                {
                    sorted[row] = all[(row * d) + k];
                }

                Array.Sort(sorted);
                var (lowest, span) = ((double)sorted[0], (double)sorted[^1] - sorted[0]);
                var unit = span > 0 ? span : Math.Abs(lowest);
                (scaling.Lowest[k], scaling.Spans[k]) = (lowest, unit > 0 ? unit : 1);
                scaling.Upper[k] = scaling.Unit(sorted[^1], k);
                var median = ((double)scaling.Unit(sorted[(n - 1) / 2], k) + scaling.Unit(sorted[n / 2], k)) / 2;
                var distance = 0.0;
                foreach (var value in sorted)
                {
                    distance += Math.Abs(scaling.Unit(value, k) - median) / n;
                }

                (scaling.Medians[k], scaling.Scales[k]) = (median, distance < SmallestScale ? 1 : distance);
                shares[k] = span > 0 ? (double)sorted.AsSpan().Count(sorted[^1]) / n : 0;
            },
            cancellationToken);
        foreach (var range in pool.CategoricalRanges)
        {
            scaling.ToCategories(range, shares[range.First..range.End]);
        }

        return scaling;
    }

    /// <summary>Brings rows into the unit view. A row outside the pool's range leaves [0, 1]; no value becomes infinite.</summary>
    public void ToUnit(ReadOnlySpan<float> rows, Span<float> unit)
    {
        for (var first = 0; first < rows.Length; first += FeatureCount)
        {
            for (var k = 0; k < FeatureCount; k++)
            {
                unit[first + k] = Unit(rows[first + k], k);
            }
        }
    }

    /// <summary>Brings rows of the unit view into the robust view.</summary>
    public void ToRobust(ReadOnlySpan<float> unit, Span<float> robust)
    {
        for (var first = 0; first < unit.Length; first += FeatureCount)
        {
            for (var k = 0; k < FeatureCount; k++)
            {
                robust[first + k] = (float)Math.Asinh((unit[first + k] - Medians[k]) / Scales[k]);
            }
        }
    }

    /// <summary>Adds what <see cref="ToUnit"/> gives to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x d], finite.</param>
    /// <returns>Single [rows x d].</returns>
    public GraphValue AddUnit(GraphBuilder graph, GraphValue rows)
    {
        var above = graph.Subtract(graph.Cast(rows, GraphElementType.Double), graph.Constant<double>(Lowest));
        var unit = graph.Clip(
            graph.Divide(above, graph.Constant<double>(Spans)),
            graph.Scalar((double)float.MinValue),
            graph.Scalar((double)float.MaxValue));
        return graph.Cast(unit, GraphElementType.Single);
    }

    /// <summary>
    /// Adds what <see cref="ToRobust"/> gives to a graph. There is no operator of double precision for asinh: it is odd, and of positive x
    /// ln(1 + y) with y = x + x^2 / (1 + (1 + x^2)^(1/2)); ln(1 + y) is y ln(u) / (u - 1) with u what 1 + y is rounded to, to the last bits
    /// of small numbers too (Kahan).
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="unit">Single [rows x d].</param>
    /// <returns>Single [rows x d].</returns>
    public GraphValue AddRobust(GraphBuilder graph, GraphValue unit)
    {
        var away = graph.Subtract(graph.Cast(unit, GraphElementType.Double), graph.Constant<double>(Medians));
        var scaled = graph.Divide(away, graph.Constant<double>(Scales));
        var (size, one) = (graph.Absolute(scaled), graph.Scalar(1.0));
        var square = graph.Multiply(size, size);
        var y = graph.Add(size, graph.Divide(square, graph.Add(one, graph.Sqrt(graph.Add(one, square)))));
        var u = graph.Add(one, y);
        var robust = graph.Where(
            graph.Equal(u, one), y, graph.Divide(graph.Multiply(y, graph.Log(u)), graph.Subtract(u, one)));
        return graph.Cast(
            graph.Where(graph.Less(scaled, graph.Scalar(0.0)), graph.Negate(robust), robust), GraphElementType.Single);
    }

    /// <summary>Brings the categories of a column closer together.</summary>
    /// <param name="range">The column's features.</param>
    /// <param name="shares">For each the share of rows that are of the category; 0 where it does not vary.</param>
    private void ToCategories(CategoricalRange range, double[] shares)
    {
        // Rows of none of the categories are one more.
        var others = 1 - Math.Max(shares.Max(), 1 - shares.Sum());

        // sinh(asinh(x) / 2) is ((cosh(asinh(x)) - 1) / 2)^(1/2).
        var scale = others < SmallestScale
            ? 1
            : CategoryValue / Math.Sqrt((Math.Sqrt(1 + (1 / (others * others))) - 1) / 2);
        for (var k = range.First; k < range.End; k++)
        {
            Spans[k] /= CategoryValue;
            Upper[k] *= CategoryValue;
            Medians[k] = shares[k - range.First] > 0.5 ? Upper[k] : 0;
            Scales[k] = scale;
        }
    }

    private float Unit(float value, int column) =>
        (float)Math.Clamp((value - Lowest[column]) / Spans[column], float.MinValue, float.MaxValue);
}
