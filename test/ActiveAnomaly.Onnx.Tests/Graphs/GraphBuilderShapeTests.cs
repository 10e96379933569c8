using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Onnx.Graphs;

/// <summary>What sums up, selects, arranges and repeats gives in ONNX Runtime, against numbers counted by hand.</summary>
[TestClass]
public sealed class GraphBuilderShapeTests
{
    private static readonly float[][] Rows = [[3, 1, 2], [-1, -1, 5], [0, 8, 8], [4, 4, 4]];

    private static readonly Dictionary<string, (Func<GraphBuilder, GraphValue, GraphValue> Build, float[] Expected)> All = new()
    {
        ["ReduceSum"] = ((graph, x) => graph.ReduceSum(x, 1), [6, 3, 16, 12]),
        ["ReduceSum, kept"] = ((graph, x) => graph.Squeeze(graph.ReduceSum(x, -1, keepAxis: true), 1), [6, 3, 16, 12]),
        ["ReduceMean"] = ((graph, x) => graph.ReduceMean(x, 1), [2, 1, 16f / 3, 4]),
        ["ReduceMax"] = ((graph, x) => graph.ReduceMax(x, 1), [3, 5, 8, 4]),
        ["ReduceMin"] = ((graph, x) => graph.ReduceMin(x, 1), [1, -1, 0, 4]),
        ["ArgMax"] = ((graph, x) => Float(graph, graph.ArgMax(x, 1)), [0, 2, 1, 0]),
        ["ArgMin"] = ((graph, x) => Float(graph, graph.ArgMin(x, 1)), [1, 0, 0, 0]),
        ["TopK, largest"] = ((graph, x) => Column(graph, graph.TopK(x, 2, 1, largest: true).Values, 1), [2, -1, 8, 4]),
        ["TopK, smallest"] = ((graph, x) => Column(graph, graph.TopK(x, 2, 1, largest: false).Values, 1), [2, -1, 8, 4]),
        ["TopK, places"] = ((graph, x) => Float(graph, Column(graph, graph.TopK(x, 2, 1, largest: false).Places, 0)), [1, 0, 0, 0]),
        ["MatMul"] = (
            (graph, x) => Column(graph, graph.MatMul(x, graph.Constant<float>([1, 0, 0, 10, 0, 100], [3, 2])), 1),
            [210, 490, 880, 440]),
        ["Transpose"] = ((graph, x) => graph.ReduceSum(graph.Transpose(x, 1, 0), 0), [6, 3, 16, 12]),
        ["Concatenate"] = ((graph, x) => graph.ReduceSum(graph.Concatenate(1, x, graph.Slice(x, 1, 0, 1)), 1), [9, 2, 16, 16]),
        ["Slice"] = ((graph, x) => graph.ReduceSum(graph.Slice(x, 1, 1, 3), 1), [3, 4, 16, 8]),
        ["Reshape"] = ((graph, x) => Column(graph, graph.Reshape(x, -1, 3), 2), [2, 5, 8, 4]),
        ["Unsqueeze"] = ((graph, x) => graph.Squeeze(graph.ReduceMax(graph.Unsqueeze(x, 1), 2), 1), [3, 5, 8, 4]),
        ["Gather"] = ((graph, x) => Column(graph, graph.Gather(x, graph.Constant<long>([2, 0]), 1), 0), [2, 5, 8, 4]),
        ["GatherElements"] = (
            (graph, x) => graph.Squeeze(graph.GatherElements(x, graph.ArgMax(x, 1, keepAxis: true), 1), 1), [3, 5, 8, 4]),
        ["SizeOf"] = (
            (graph, x) => graph.Add(Column(graph, x, 0), Float(graph, graph.SizeOf(x, 0))), [7, 3, 4, 8]),
        ["SizeOf, known"] = (
            (graph, x) => graph.Add(Column(graph, x, 0), Float(graph, graph.SizeOf(x, 1))), [6, 2, 3, 7]),
        ["Range"] = (
            (graph, x) => Float(graph, graph.Range(graph.Scalar(0L), graph.SizeOf(x, 0), graph.Scalar(1L))), [0, 1, 2, 3]),
        ["Expand"] = (
            (graph, x) => graph.ReduceSum(graph.Expand(graph.Scalar(1.5f), graph.SizeOf(x, 0), graph.Scalar(3L)), 1),
            [4.5f, 4.5f, 4.5f, 4.5f]),

        // x[0] + 2 x[1] + 4 x[2], in Horner's order from the last: a mirrored axis would give something else.
        ["Scan"] = (
            (graph, x) => graph.Scan(
                [graph.Expand(graph.Scalar(0f), graph.SizeOf(x, 0))],
                [x, graph.Constant<float>([1, 2, 4])],
                [1, 0],
                (states, steps) => [graph.Add(states[0], graph.Multiply(steps[0], steps[1]))])[0],
            [13, 17, 48, 28]),
        ["Scan, collected"] = (
            (graph, x) => graph.ReduceMax(
                graph.Scan(
                    [graph.Expand(graph.Scalar(0f), graph.SizeOf(x, 0))],
                    [x],
                    [1],
                    (states, steps) => [graph.Add(states[0], steps[0]), graph.Add(states[0], steps[0])])[1],
                0),
            [6, 3, 16, 12]),
        ["Loop"] = (
            (graph, x) => graph.Loop(
                graph.Scalar(3L), [Column(graph, x, 0)], (_, states) => [graph.Multiply(states[0], graph.Scalar(2f))])[0],
            [24, -8, 0, 32]),
        ["Loop, collected"] = (
            (graph, x) => graph.Loop(
                graph.SizeOf(x, 0), [], (time, _) => [graph.ReduceSum(graph.Gather(x, time), 0)])[0],
            [6, 3, 16, 12]),
        ["TreeEnsemble, two results"] = ((graph, x) => Column(graph, Trees(graph, x, GraphSplit.AtMost), 1), [0, -7, -7, 0]),
        ["TreeEnsemble, at most"] = ((graph, x) => Column(graph, Trees(graph, x, GraphSplit.AtMost), 0), [20, 10, 20, 20]),
        ["TreeEnsemble, less than"] = ((graph, x) => Column(graph, Trees(graph, x, GraphSplit.LessThan), 0), [20, 20, 20, 20]),
    };

    public static IEnumerable<object[]> Operators => All.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Operators))]
    public void Operator_OfRows_GivesWhatIsCountedByHand(string name)
    {
        var (build, expected) = All[name];
        CollectionAssert.AreEqual(expected, GraphProbe.Run(Rows, build));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(10)]
    [DataRow(23)]
    public void InRowBlocks_OfAnyNumberOfRows_GivesEachItsOwn(int rowCount)
    {
        float[] rows = [.. Enumerable.Range(0, 2 * rowCount).Select(i => (float)i)];
        var probe = new GraphProbe(2, (graph, x) => graph.InRowBlocks(x, 5, block => graph.ReduceSum(block, 1)));
        CollectionAssert.AreEqual(
            Enumerable.Range(0, rowCount).Select(row => (4f * row) + 1).ToArray(), OnnxScores.Of(probe, rows).Scores);
    }

    /// <summary>The sum needs more bits than single precision has; its parts do not.</summary>
    [TestMethod]
    public void TreeEnsemble_OfLeavesOfVeryDifferentSize_SumsInDouble()
    {
        double[] leaves = [16_777_216, 1, 1.0 / 1024, 3];
        var actual = GraphProbe.RunEach(
            [0f],
            (graph, x) =>
            {
                var trees = leaves.Select(leaf => new[] { GraphTreeNode.Leaf(leaf) }).ToArray();
                var sum = graph.TreeEnsemble(graph.Cast(graph.Unsqueeze(x, 1), GraphElementType.Double), trees, GraphSplit.AtMost);
                return graph.Subtract(graph.Squeeze(sum, 1), graph.Scalar(16_777_216.0));
            });
        Assert.AreEqual(4 + (1f / 1024), actual[0]);
    }

    private static GraphValue Float(GraphBuilder graph, GraphValue value) => graph.Cast(value, GraphElementType.Single);

    private static GraphValue Column(GraphBuilder graph, GraphValue value, int column) =>
        graph.Squeeze(graph.Slice(value, 1, column, column + 1), 1);

    /// <summary>A tree that splits feature 0 at -1, and one that splits it at 0 and gives the second result something.</summary>
    private static GraphValue Trees(GraphBuilder graph, GraphValue x, GraphSplit split) => graph.Cast(
        graph.TreeEnsemble(
            graph.Cast(x, GraphElementType.Double),
            [
                [new(0, -1, 1, 2), GraphTreeNode.Leaf(10), GraphTreeNode.Leaf(20)],
                [new(0, 0, 1, 2), GraphTreeNode.Leaf(-7, target: 1), GraphTreeNode.Leaf(0)],
            ],
            split,
            targetCount: 2),
        GraphElementType.Single);
}
