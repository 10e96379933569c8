using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Onnx.Graphs;

/// <summary>What takes some rows out of many gives in ONNX Runtime, against numbers counted by hand.</summary>
[TestClass]
public sealed class GraphBuilderSelectionTests
{
    private static readonly float[][] Rows = [[3, 1, 2], [-1, -1, 5], [0, 8, 8], [4, 4, 4]];

    private static readonly Dictionary<string, (Func<GraphBuilder, GraphValue, GraphValue> Build, float[] Expected)> All = new()
    {
        // The sum of the rows that begin with more than 0, for every row.
        ["Compress, rows"] = (
            (graph, x) => graph.Add(
                graph.Multiply(graph.Scalar(0f), Column(graph, x, 0)),
                graph.ReduceSum(Column(graph, graph.Compress(x, graph.Greater(Column(graph, x, 0), graph.Scalar(0f)), 0), 1), 0)),
            [5, 5, 5, 5]),
        ["Compress, columns"] = (
            (graph, x) => graph.ReduceSum(graph.Compress(x, graph.Constant<bool>([true, false, true]), -1), 1), [5, 4, 8, 8]),
        ["Compress, nothing"] = (
            (graph, x) => graph.ReduceSum(graph.Compress(x, graph.Constant<bool>([false, false, false]), 1), 1), [0, 0, 0, 0]),
        ["CumulativeSum, rows"] = ((graph, x) => Column(graph, graph.CumulativeSum(x, 0), 0), [3, 2, 2, 6]),
        ["CumulativeSum, columns"] = ((graph, x) => Column(graph, graph.CumulativeSum(x, 1), 1), [4, -2, 8, 8]),
        ["CumulativeSum, whole numbers"] = (
            (graph, x) => graph.Cast(
                Column(graph, graph.CumulativeSum(graph.Cast(x, GraphElementType.Int64), -1), 2), GraphElementType.Single),
            [6, 3, 16, 12]),

        // The largest number of each row becomes 100.
        ["ScatterElements"] = (
            (graph, x) =>
            {
                var places = graph.ArgMax(x, 1, keepAxis: true);
                var hundreds = graph.Add(graph.Multiply(graph.Scalar(0f), graph.Slice(x, 1, 0, 1)), graph.Scalar(100f));
                return graph.ReduceSum(graph.ScatterElements(x, places, hundreds, 1), 1);
            },
            [103, 98, 108, 108]),
        ["RowChoice, places"] = (
            (graph, x) => graph.Cast(
                RowChoice.Places(graph, graph.Greater(Column(graph, x, 0), graph.Scalar(0f))), GraphElementType.Single),
            [4, 1, 2, 5]),
        ["RowChoice, some replaced"] = ((graph, x) => Replaced(graph, x, atLeast: 5), [3, -10, -80, 4]),
        ["RowChoice, all replaced"] = ((graph, x) => Replaced(graph, x, atLeast: 0), [-10, -10, -80, -40]),
        ["RowChoice, none replaced"] = ((graph, x) => Replaced(graph, x, atLeast: 9), [3, -1, 0, 4]),
    };

    public static IEnumerable<object[]> Names => All.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Graph_OfRows_GivesWhatIsExpected(string name)
    {
        var (build, expected) = All[name];
        CollectionAssert.AreEqual(expected, GraphProbe.Run(Rows, build));
    }

    private static GraphValue Column(GraphBuilder graph, GraphValue value, int column) =>
        graph.Squeeze(graph.Slice(value, 1, column, column + 1), 1);

    /// <summary>The first number, or where the last is large enough -10 times the second's size.</summary>
    private static GraphValue Replaced(GraphBuilder graph, GraphValue x, float atLeast) => graph.Squeeze(
        RowChoice.Replaced(
            graph,
            graph.Slice(x, 1, 0, 1),
            graph.GreaterOrEqual(Column(graph, x, 2), graph.Scalar(atLeast)),
            x,
            rows => graph.Multiply(graph.Scalar(-10f), graph.Absolute(graph.Slice(rows, 1, 1, 2)))),
        1);
}
