namespace ActiveAnomaly.Graphs;

/// <summary>A graph that is built wrong stops where it is: what operators give is tested against ONNX Runtime, beside the writer.</summary>
[TestClass]
public sealed class GraphBuilderTests
{
    private static readonly Dictionary<string, (Func<GraphBuilder, GraphValue, GraphValue> Build, string Expected)> Wrong = new()
    {
        ["types that differ"] = ((graph, x) => graph.Add(x, graph.Scalar(1.0)), "both must be of one type"),
        ["a type that is not taken"] = ((graph, x) => graph.And(x, x), "it takes Boolean"),
        ["sizes that do not fit"] = ((graph, x) => graph.Add(x, graph.Constant<float>([1, 2])), "sizes 3 and 2"),
        ["a sum of truth values"] = ((graph, x) => graph.ReduceSum(graph.IsNaN(x), 1), "it takes Single, Double, Int64"),
        ["an axis that is not there"] = ((graph, x) => graph.ReduceSum(x, 2), "is asked for axis 2; there are 2"),
        ["a negative axis that is not there"] = ((graph, x) => graph.ReduceSum(x, -3), "is asked for axis -3"),
        ["matrices that do not fit"] = ((graph, x) => graph.MatMul(x, graph.Constant<float>([1, 2], [2, 1])), "MatMul is given"),
        ["a matrix of one axis"] = ((graph, x) => graph.MatMul(x, graph.Constant<float>([1, 2, 3])), "two axes or more"),
        ["limits of several elements"] = (
            (graph, x) => graph.Clip(x, graph.Constant<float>([1, 2, 3]), graph.Scalar(1f)), "single elements"),
        ["too many of the largest"] = ((graph, x) => graph.TopK(x, 4, 1, largest: true).Values, "4 elements"),
        ["none of the largest"] = ((graph, x) => graph.TopK(x, 0, 1, largest: true).Values, "0 elements"),
        ["two open sizes"] = ((graph, x) => graph.Reshape(x, -1, -1), "one may be -1"),
        ["a shape of other elements"] = ((graph, x) => graph.Reshape(graph.Constant<float>([1, 2, 3]), 2), "as many elements"),
        ["an axis twice"] = ((graph, x) => graph.Transpose(x, 0, 0), "needed once"),
        ["nothing put together"] = ((graph, x) => graph.Concatenate(0), "at least one"),
        ["values of other axes put together"] = ((graph, x) => graph.Concatenate(0, x, graph.Scalar(1f)), "as many axes"),
        ["values of other sizes put together"] = (
            (graph, x) => graph.Concatenate(0, x, graph.Constant<float>([1, 2], [1, 2])), "sizes along axis 1 differ"),
        ["a part beyond the end"] = ((graph, x) => graph.Slice(x, 1, 2, 4), "[2, 4)"),
        ["a part of rows"] = ((graph, x) => graph.Slice(x, 0, 0, 1), "Gather"),
        ["an axis that is not 1"] = ((graph, x) => graph.Squeeze(x, 1), "its size must be 1"),
        ["places that are no whole numbers"] = ((graph, x) => graph.Gather(x, x), "it takes Int64"),
        ["places of other axes"] = ((graph, x) => graph.GatherElements(x, graph.Constant<long>([1]), 1), "as many axes"),
        ["a count of several elements"] = (
            (graph, x) => graph.Range(graph.Constant<long>([1]), graph.Scalar(2L), graph.Scalar(1L)), "single element"),
        ["a shape that does not fit"] = ((graph, x) => graph.Expand(x, graph.Scalar(4L), graph.Scalar(2L)), "do not fit"),
        ["a scan along nothing"] = ((graph, x) => graph.Scan([], [], [], (_, _) => [])[0], "at least one value"),
        ["a scan along sizes that differ"] = (
            (graph, x) => graph.Scan([], [x, graph.Constant<float>([1, 2])], [1, 0], (_, steps) => steps)[0], "not equally long"),
        ["a state that changes its type"] = (
            (graph, x) => graph.Scan([graph.Scalar(1f)], [x], [1], (_, _) => [graph.Scalar(1.0)])[0], "has the state"),
        ["a state that changes its shape"] = (
            (graph, x) => graph.Scan([graph.Scalar(1f)], [x], [1], (_, steps) => [steps[0]])[0], "has the state"),
        ["a state that is forgotten"] = ((graph, x) => graph.Loop(graph.Scalar(1L), [x], (_, _) => [])[0], "missing"),
        ["rows of one axis in blocks"] = ((graph, x) => graph.InRowBlocks(graph.Scalar(1f), 4, block => block), "of two axes"),
        ["a value of a body that is finished"] = (Escape, "belongs to another graph, or to a body"),
        ["trees of single precision"] = (
            (graph, x) => graph.TreeEnsemble(x, [[GraphTreeNode.Leaf(1)]], GraphSplit.AtMost), "it takes Double"),
        ["no trees"] = ((graph, x) => graph.TreeEnsemble(Double(graph, x), [], GraphSplit.AtMost), "0 trees"),
        ["a tree that leads back"] = (
            (graph, x) => graph.TreeEnsemble(
                Double(graph, x), [[new(0, 1, 1, 2), new(0, 1, 1, 2), GraphTreeNode.Leaf(1)]], GraphSplit.AtMost),
            "Node 1 of tree 0"),
        ["a tree that leads nowhere"] = (
            (graph, x) => graph.TreeEnsemble(Double(graph, x), [[new(0, 1, 1, 2), GraphTreeNode.Leaf(1)]], GraphSplit.AtMost),
            "Node 0 of tree 0"),
        ["a split of a feature that is not there"] = (
            (graph, x) => graph.TreeEnsemble(
                Double(graph, x), [[new(3, 1, 1, 2), GraphTreeNode.Leaf(1), GraphTreeNode.Leaf(1)]], GraphSplit.AtMost),
            "one of 3 features"),
        ["a leaf of a result that is not there"] = (
            (graph, x) => graph.TreeEnsemble(Double(graph, x), [[GraphTreeNode.Leaf(1, target: 1)]], GraphSplit.AtMost),
            "one of 1 results"),
        ["a leaf that is no number"] = (
            (graph, x) => graph.TreeEnsemble(Double(graph, x), [[GraphTreeNode.Leaf(double.NaN)]], GraphSplit.AtMost), "finite"),
        ["a constant of other numbers"] = ((graph, x) => graph.Scalar(1), "float, double, long and bool"),
        ["a constant of too few numbers"] = ((graph, x) => graph.Constant<float>([1, 2], [3]), "2 elements"),
    };

    public static IEnumerable<object[]> Cases => Wrong.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Operator_GivenWhatDoesNotFit_SaysWhat(string name)
    {
        var (build, expected) = Wrong[name];
        var graph = new GraphBuilder();
        var features = graph.Input("Features", GraphElementType.Single, [null, 3]);
        var exception = Assert.Throws<ArgumentException>(() => build(graph, features));
        Assert.Contains(expected, exception.Message);
    }

    [TestMethod]
    public void InRowBlocks_WithABodyOfTwoAxes_SaysWhatItMustGive()
    {
        var graph = new GraphBuilder();
        var features = graph.Input("Features", GraphElementType.Single, [null, 3]);
        var exception = Assert.ThrowsExactly<InvalidOperationException>(() => graph.InRowBlocks(features, 4, block => block));
        Assert.Contains("one element a row", exception.Message);
    }

    [TestMethod]
    public void Operator_OfAnotherGraphsValue_SaysSo()
    {
        var other = new GraphBuilder().Scalar(1f);
        var exception = Assert.ThrowsExactly<ArgumentException>(() => new GraphBuilder().Absolute(other));
        Assert.Contains("another graph", exception.Message);
    }

    [TestMethod]
    public void Shapes_OfOperators_AreKnownButForTheRows()
    {
        var graph = new GraphBuilder();
        var features = graph.Input("Features", GraphElementType.Single, [null, 3]);
        Assert.AreEqual("Features: Single [? x 3]", features.ToString());
        Assert.EndsWith(": Single [?]", graph.ReduceSum(features, 1).ToString());
        Assert.EndsWith(": Single [? x 2]", graph.MatMul(features, graph.Constant<float>(new float[6], [3, 2])).ToString());
        Assert.EndsWith(": Single [4 x ? x 3]", graph.Add(features, graph.Constant<float>(new float[4], [4, 1, 1])).ToString());
        Assert.EndsWith(": Int64 [? x 1]", graph.ArgMax(features, 1, keepAxis: true).ToString());
        Assert.EndsWith(": Single [? x 6]", graph.Concatenate(1, features, features).ToString());
        Assert.EndsWith(": Single [3 x ?]", graph.Transpose(features, 1, 0).ToString());
        Assert.EndsWith(": Single [? x 5]", graph.Expand(graph.Scalar(1f), graph.SizeOf(features, 0), graph.Scalar(5L)).ToString());
        Assert.EndsWith(": Double [2 x 3]", graph.Reshape(graph.Constant<double>(new double[6]), 2, -1).ToString());
        Assert.EndsWith(": Boolean [? x 3]", graph.IsNaN(features).ToString());
    }

    private static GraphValue Double(GraphBuilder graph, GraphValue value) => graph.Cast(value, GraphElementType.Double);

    private static GraphValue Escape(GraphBuilder graph, GraphValue x)
    {
        GraphValue? inner = null;
        graph.Scan([], [x], [1], (_, steps) => [inner = steps[0]]);
        return graph.Absolute(inner!);
    }
}
