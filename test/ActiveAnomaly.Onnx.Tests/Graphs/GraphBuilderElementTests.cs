using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Onnx.Graphs;

/// <summary>What each operator gives in ONNX Runtime, against what the base class library gives.</summary>
[TestClass]
public sealed class GraphBuilderElementTests
{
    private static readonly float[] Numbers = [-3.5f, -1f, -0f, 0.25f, 1f, 2f, 7.75f];

    /// <summary>What approximations of exp and its like in single precision leave.</summary>
    private const float Tolerance = 1e-6f;

    private static readonly Dictionary<string, (Func<GraphBuilder, GraphValue, GraphValue> Build, Func<float, double> Expected)> All = new()
    {
        ["Add"] = ((graph, x) => graph.Add(x, graph.Scalar(2f)), x => x + 2),
        ["Subtract"] = ((graph, x) => graph.Subtract(x, graph.Scalar(2f)), x => x - 2),
        ["Multiply"] = ((graph, x) => graph.Multiply(x, graph.Scalar(3f)), x => x * 3),
        ["Divide"] = ((graph, x) => graph.Divide(x, graph.Scalar(4f)), x => x / 4),
        ["Power"] = ((graph, x) => graph.Power(graph.Scalar(2.0), graph.Cast(x, GraphElementType.Double)), x => Math.Pow(2, x)),
        ["Minimum"] = ((graph, x) => graph.Minimum(x, graph.Scalar(0.5f)), x => Math.Min(x, 0.5f)),
        ["Maximum"] = ((graph, x) => graph.Maximum(x, graph.Scalar(0.5f)), x => Math.Max(x, 0.5f)),
        ["Clip"] = ((graph, x) => graph.Clip(x, graph.Scalar(-1.5f), graph.Scalar(1.5f)), x => Math.Clamp(x, -1.5f, 1.5f)),
        ["Absolute"] = ((graph, x) => graph.Absolute(x), x => Math.Abs(x)),
        ["Negate"] = ((graph, x) => graph.Negate(x), x => -x),
        ["Sqrt"] = ((graph, x) => graph.Sqrt(graph.Absolute(x)), x => Math.Sqrt(Math.Abs(x))),
        ["Exp"] = ((graph, x) => graph.Exp(graph.Cast(x, GraphElementType.Double)), x => Math.Exp(x)),
        ["Log"] = ((graph, x) => graph.Log(graph.Add(graph.Absolute(x), graph.Scalar(1f))), x => Math.Log(Math.Abs(x) + 1)),
        ["Floor"] = ((graph, x) => graph.Floor(x), x => Math.Floor(x)),
        ["Sigmoid"] = ((graph, x) => graph.Sigmoid(x), x => 1 / (1 + Math.Exp(-x))),
        ["Tanh"] = ((graph, x) => graph.Tanh(x), x => Math.Tanh(x)),
        ["Relu"] = ((graph, x) => graph.Relu(x), x => Math.Max(x, 0)),
        ["LeakyRelu"] = ((graph, x) => graph.LeakyRelu(x, 0.125f), x => x > 0 ? x : x * 0.125),
        ["Cast"] = ((graph, x) => graph.Cast(x, GraphElementType.Int64), x => Math.Truncate(x)),
        ["CastToBoolean"] = ((graph, x) => graph.Cast(x, GraphElementType.Boolean), x => x != 0 ? 1 : 0),
        ["Equal"] = ((graph, x) => graph.Equal(x, graph.Scalar(1f)), x => x == 1 ? 1 : 0),
        ["Less"] = ((graph, x) => graph.Less(x, graph.Scalar(1f)), x => x < 1 ? 1 : 0),
        ["LessOrEqual"] = ((graph, x) => graph.LessOrEqual(x, graph.Scalar(1f)), x => x <= 1 ? 1 : 0),
        ["Greater"] = ((graph, x) => graph.Greater(x, graph.Scalar(1f)), x => x > 1 ? 1 : 0),
        ["GreaterOrEqual"] = ((graph, x) => graph.GreaterOrEqual(x, graph.Scalar(1f)), x => x >= 1 ? 1 : 0),
        ["And"] = (
            (graph, x) => graph.And(graph.Less(x, graph.Scalar(2f)), graph.Less(graph.Scalar(0f), x)), x => x is > 0 and < 2 ? 1 : 0),
        ["Or"] = (
            (graph, x) => graph.Or(graph.Less(x, graph.Scalar(0f)), graph.Less(graph.Scalar(2f), x)), x => x is < 0 or > 2 ? 1 : 0),
        ["Not"] = ((graph, x) => graph.Not(graph.Less(x, graph.Scalar(1f))), x => x < 1 ? 0 : 1),
        ["Where"] = ((graph, x) => graph.Where(graph.Less(x, graph.Scalar(0f)), graph.Scalar(9f), x), x => x < 0 ? 9 : x),
        ["IsNaN"] = ((graph, x) => graph.IsNaN(graph.Sqrt(x)), x => x < 0 ? 1 : 0),
        ["IsInfinite"] = ((graph, x) => graph.IsInfinite(graph.Divide(graph.Scalar(1f), x)), x => x == 0 ? 1 : 0),
        ["FusedMultiplyAdd"] = (
            (graph, x) => graph.FusedMultiplyAdd(x, graph.Scalar(1.1f), graph.Scalar(0.3f)),
            x => MathF.FusedMultiplyAdd(x, 1.1f, 0.3f)),
    };

    public static IEnumerable<object[]> Operators => All.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Operators))]
    public void Operator_OfNumbers_IsThatOfTheLibrary(string name)
    {
        var (build, expected) = All[name];
        var actual = GraphProbe.RunEach(Numbers, build);
        Assert.HasCount(Numbers.Length, actual);
        for (var i = 0; i < actual.Length; i++)
        {
            var exact = expected(Numbers[i]);
            Assert.AreEqual(exact, actual[i], Tolerance * (1 + Math.Abs(exact)), $"{name} of {Numbers[i]}");
        }
    }

    /// <summary>Whole numbers divide by cutting off, and truth values compare.</summary>
    [TestMethod]
    public void Divide_OfWholeNumbers_CutsOff()
    {
        var actual = GraphProbe.RunEach(
            [7, 8, 9], (graph, x) => graph.Divide(graph.Cast(x, GraphElementType.Int64), graph.Scalar(4L)));
        CollectionAssert.AreEqual(new float[] { 1, 2, 2 }, actual);
    }

    /// <summary>The product of both has 2^-24 at its end, which a sum of single precision would lose.</summary>
    [TestMethod]
    public void FusedMultiplyAdd_OfAProductThatCancels_RoundsOnce()
    {
        const float x = 1 + (1f / 4096);
        var actual = GraphProbe.RunEach([x], (graph, value) => graph.FusedMultiplyAdd(value, value, graph.Scalar(-(x * x))));
        Assert.AreNotEqual(0f, actual[0]);
        Assert.AreEqual(MathF.FusedMultiplyAdd(x, x, -(x * x)), actual[0]);
    }

    [TestMethod]
    public void ExponentialGraph_OfAnyNumber_HasTheKernelsBits()
    {
        var random = new Random(1);
        float[] values = [-1000, -87.3f, -0f, 0, 88.3f, 1000, .. Enumerable.Range(0, 2000).Select(_ => (random.NextSingle() * 40) - 20)];
        CollectionAssert.AreEqual(
            values.Select(Kernels.ScalarKernels.Exp).ToArray(), GraphProbe.RunEach(values, ExponentialGraph.Exp));
        CollectionAssert.AreEqual(
            values.Select(Kernels.ScalarKernels.SigmoidOf).ToArray(), GraphProbe.RunEach(values, ExponentialGraph.Sigmoid));
        CollectionAssert.AreEqual(
            values.Select(Kernels.ScalarKernels.TanhOf).ToArray(), GraphProbe.RunEach(values, ExponentialGraph.Tanh));
    }
}
