using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Graphs;

/// <summary>
/// The exponential function of the kernels, and what is made of it, in a graph: the same bits, at many times an operator's cost. The
/// specification is <see cref="ScalarKernels"/>.
/// </summary>
internal static class ExponentialGraph
{
    /// <summary>Adds exp(x), for x limited to [-87.3, 88.3].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">Single, of any shape.</param>
    public static GraphValue Exp(GraphBuilder graph, GraphValue value)
    {
        var (lowest, highest) = (graph.Scalar(Exponential.Lowest), graph.Scalar(Exponential.Highest));
        var x = graph.Where(graph.Less(value, lowest), lowest, value);
        x = graph.Where(graph.Greater(x, highest), highest, x);
        var shift = graph.Scalar(Exponential.RoundingShift);
        var n = graph.Subtract(graph.FusedMultiplyAdd(x, graph.Scalar(Exponential.Log2E), shift), shift);
        var r = graph.FusedMultiplyAdd(n, graph.Scalar(-Exponential.Ln2High), x);
        r = graph.FusedMultiplyAdd(n, graph.Scalar(-Exponential.Ln2Low), r);
        var p = graph.Scalar(Exponential.C7);
        foreach (var coefficient in (float[])[Exponential.C6, Exponential.C5, Exponential.C4, Exponential.C3, Exponential.C2, 1f, 1f])
        {
            p = graph.FusedMultiplyAdd(p, r, graph.Scalar(coefficient));
        }

        // Whole powers of two are exact.
        var scale = graph.Power(graph.Scalar(2.0), graph.Cast(n, GraphElementType.Double));
        return graph.Multiply(p, graph.Cast(scale, GraphElementType.Single));
    }

    /// <summary>Adds 1 / (1 + exp(-x)).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">Single, of any shape.</param>
    public static GraphValue Sigmoid(GraphBuilder graph, GraphValue value) =>
        graph.Divide(graph.Scalar(1f), graph.Add(graph.Scalar(1f), Exp(graph, graph.Subtract(graph.Scalar(0f), value))));

    /// <summary>Adds the hyperbolic tangent, 1 - 2 / (1 + exp(2 x)).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">Single, of any shape.</param>
    public static GraphValue Tanh(GraphBuilder graph, GraphValue value) => graph.Subtract(
        graph.Scalar(1f),
        graph.Divide(graph.Scalar(2f), graph.Add(graph.Scalar(1f), Exp(graph, graph.Add(value, value)))));
}
