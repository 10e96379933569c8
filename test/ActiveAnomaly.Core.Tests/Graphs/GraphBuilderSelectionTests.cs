namespace ActiveAnomaly.Graphs;

/// <summary>A choice of rows that is built wrong stops where it is.</summary>
[TestClass]
public sealed class GraphBuilderSelectionTests
{
    private static readonly Dictionary<string, (Func<GraphBuilder, GraphValue, GraphValue> Build, string Expected)> Wrong = new()
    {
        ["a condition that is none"] = ((graph, x) => graph.Compress(x, graph.Constant<long>([1, 0, 1]), 1), "it takes Boolean"),
        ["a condition of another size"] = ((graph, x) => graph.Compress(x, graph.Constant<bool>([true, false]), 1), "one truth value"),
        ["a condition of two axes"] = ((graph, x) => graph.Compress(x, graph.IsNaN(x), 1), "one truth value"),
        ["an axis that is not there"] = ((graph, x) => graph.Compress(x, graph.Constant<bool>([true]), 2), "is asked for axis 2"),
        ["a sum of truth values"] = ((graph, x) => graph.CumulativeSum(graph.IsNaN(x), 1), "it takes Single, Double, Int64"),
        ["a sum along no axis"] = ((graph, x) => graph.CumulativeSum(x, 2), "is asked for axis 2"),
        ["places that are no whole numbers"] = ((graph, x) => graph.ScatterElements(x, x, x, 1), "it takes Int64"),
        ["elements of another type"] = (
            (graph, x) => graph.ScatterElements(x, Places(graph, x), graph.Constant<double>([1], [1, 1]), 1), "both must be of one type"),
        ["elements of other axes"] = (
            (graph, x) => graph.ScatterElements(x, Places(graph, x), graph.Scalar(1f), 1), "all have as many axes"),
        ["places of other axes"] = (
            (graph, x) => graph.ScatterElements(x, graph.Constant<long>([1]), x, 1), "all have as many axes"),
    };

    public static IEnumerable<object[]> Names => Wrong.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Graph_BuiltWrong_SaysWhatItWasGiven(string name)
    {
        var graph = new GraphBuilder();
        var features = graph.Input("Features", GraphElementType.Single, [null, 3]);
        var exception = Assert.Throws<ArgumentException>(() => Wrong[name].Build(graph, features));
        Assert.Contains(Wrong[name].Expected, exception.Message);
    }

    [TestMethod]
    public void Compress_OfRows_LeavesTheirNumberOpen()
    {
        var graph = new GraphBuilder();
        var features = graph.Input("Features", GraphElementType.Single, [4, 3]);
        Assert.EndsWith(": Single [? x 3]", graph.Compress(features, graph.Constant<bool>([true, false, true, true]), 0).ToString());
        Assert.EndsWith(": Single [4 x 3]", graph.CumulativeSum(features, 0).ToString());
    }

    private static GraphValue Places(GraphBuilder graph, GraphValue x) => graph.ArgMax(x, 1, keepAxis: true);
}
