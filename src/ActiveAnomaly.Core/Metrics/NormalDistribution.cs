using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Metrics;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>As far from 1/2 the quantile is one ratio of polynomials, and beyond it another.</summary>
    private const double CentralWidth = 0.425;

    private const double CentralShift = 0.180625;
    private const double TailShift = 1.6;
    private const double LargestTail = 5;

    private static readonly double[] CentralNumerator =
    [
        3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ];

    private static readonly double[] CentralDenominator =
    [
        1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
    ];

    private static readonly double[] TailNumerator =
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static readonly double[] TailDenominator =
    [
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static readonly double[] FarNumerator =
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static readonly double[] FarDenominator =
    [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    /// <summary>
    /// The quantile of a probability, the inverse of the distribution function, to about 1 part in 10^16: algorithm AS 241 (PPND16) of
    /// M. J. Wichura, Applied Statistics 37 (1988) 477-484.
    /// </summary>
    /// <param name="probability">In (0, 1).</param>
    /// <returns>The quantile.</returns>
    public static double Quantile(double probability)
    {
        var q = probability - 0.5;
        if (Math.Abs(q) <= CentralWidth)
        {
            return q * Ratio(CentralShift - (q * q), CentralNumerator, CentralDenominator);
        }

        var tail = Math.Sqrt(-Math.Log(q < 0 ? probability : 1 - probability));
        var quantile = tail <= LargestTail
            ? Ratio(tail - TailShift, TailNumerator, TailDenominator)
            : Ratio(tail - LargestTail, FarNumerator, FarDenominator);
        return q < 0 ? -quantile : quantile;
    }

    /// <summary>Adds what <see cref="Quantile"/> gives to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="probability">Double, of any shape, each in (0, 1).</param>
    /// <returns>Double, of the same shape.</returns>
    public static GraphValue AddQuantile(GraphBuilder graph, GraphValue probability)
    {
        var (zero, half) = (graph.Scalar(0.0), graph.Scalar(0.5));
        var q = graph.Subtract(probability, half);
        var r = graph.Subtract(graph.Scalar(CentralShift), graph.Multiply(q, q));
        var central = graph.Multiply(q, AddRatio(graph, r, CentralNumerator, CentralDenominator));
        var isLow = graph.Less(q, zero);
        var nearer = graph.Where(isLow, probability, graph.Subtract(graph.Scalar(1.0), probability));
        var tail = graph.Sqrt(graph.Negate(graph.Log(nearer)));
        var largest = graph.Scalar(LargestTail);
        var quantile = graph.Where(
            graph.LessOrEqual(tail, largest),
            AddRatio(graph, graph.Subtract(tail, graph.Scalar(TailShift)), TailNumerator, TailDenominator),
            AddRatio(graph, graph.Subtract(tail, largest), FarNumerator, FarDenominator));
        return graph.Where(
            graph.LessOrEqual(graph.Absolute(q), graph.Scalar(CentralWidth)),
            central,
            graph.Where(isLow, graph.Negate(quantile), quantile));
    }

    private static double Ratio(double x, ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator)
    {
        var (above, below) = (0.0, 0.0);
        for (var i = numerator.Length - 1; i >= 0; i--)
        {
            above = (above * x) + numerator[i];
            below = (below * x) + denominator[i];
        }

        return above / below;
    }

    private static GraphValue AddRatio(GraphBuilder graph, GraphValue x, double[] numerator, double[] denominator)
    {
        return graph.Divide(AddPolynomial(numerator), AddPolynomial(denominator));

        GraphValue AddPolynomial(double[] coefficients)
        {
            var sum = graph.Scalar(coefficients[^1]);
            for (var i = coefficients.Length - 2; i >= 0; i--)
            {
                sum = graph.Add(graph.Multiply(sum, x), graph.Scalar(coefficients[i]));
            }

            return sum;
        }
    }
}
