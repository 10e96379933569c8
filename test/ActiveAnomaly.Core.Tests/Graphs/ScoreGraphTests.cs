using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Graphs;

[TestClass]
public sealed class ScoreGraphTests
{
    [TestMethod]
    public void Of_AModel_BeginsWithFeaturesAndEndsWithColumns()
    {
        var graph = ScoreGraph.Of(new GivenGraph((_, features) => features, reduce: true));
        Assert.AreEqual("Features: Single [? x 2]", graph.Features.ToString());
        Assert.EndsWith(": Single [? x 1]", graph.Score.ToString());
        Assert.EndsWith(": Boolean [? x 1]", graph.PredictedLabel.ToString());
        Assert.IsNull(graph.Probability);
        CollectionAssert.AreEqual(new[] { graph.Features }, graph.Body.Inputs.ToArray());
        CollectionAssert.AreEqual(new[] { graph.Score, graph.PredictedLabel }, graph.Body.Outputs.ToArray());
    }

    [TestMethod]
    public void Of_AModel_PutsEveryNodeAfterThoseItTakes()
    {
        var graph = ScoreGraph.Of(new GivenGraph((_, features) => features, reduce: true));
        HashSet<GraphValue> known = [graph.Features, .. graph.Constants.Select(constant => constant.Value)];
        Assert.IsNotEmpty(graph.Body.Nodes);
        foreach (var node in graph.Body.Nodes)
        {
            Assert.IsEmpty(node.Inputs.Where(input => !known.Contains(input)), node.Operator);
            known.UnionWith(node.Outputs);
        }
    }

    [TestMethod]
    public void Of_AModelThatGivesAMatrix_SaysWhatItMustGive()
    {
        var exception = Assert.ThrowsExactly<InvalidOperationException>(
            () => ScoreGraph.Of(new GivenGraph((_, features) => features, reduce: false)));
        Assert.Contains("AddScore of GivenGraph gives Where_", exception.Message);
        Assert.Contains("Single [rows]", exception.Message);
    }

    [TestMethod]
    public void Of_AModelThatGivesDouble_SaysWhatItMustGive()
    {
        var model = new GivenGraph((graph, features) => graph.Cast(features, GraphElementType.Double), reduce: true);
        Assert.Contains("Double [?]", Assert.ThrowsExactly<InvalidOperationException>(() => ScoreGraph.Of(model)).Message);
    }

    [TestMethod]
    public void ScoreOf_FeaturesOfAnotherNumber_SaysBoth()
    {
        var part = new GivenGraph((graph, features) => features, reduce: true);
        var whole = new GivenGraph((graph, features) => graph.ScoreOf(part, "part", graph.Slice(features, 1, 0, 1)), reduce: false);
        var exception = Assert.ThrowsExactly<ArgumentException>(() => ScoreGraph.Of(whole));
        Assert.Contains("takes Single [rows x 2]", exception.Message);
    }

    [TestMethod]
    public void Of_ACalibratedModelThatCannot_NamesTheModelAndNotItsWrapper()
    {
        var wrapped = new CalibratedModel(new GraphlessModel(), map: null);
        wrapped.Complete(new ModelOrigin("wrapped", new DeepSvddOptions(), 1, 0, 0.5f));
        Assert.StartsWith(
            "A GraphlessModel cannot write its score as a graph",
            Assert.ThrowsExactly<NotSupportedException>(() => ScoreGraph.Of(wrapped)).Message);
    }

    private sealed class GraphlessModel() : DetectorModel(2)
    {
        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
            scores.Clear();
    }

    private sealed class GivenGraph : DetectorModel, IScoreGraph
    {
        private readonly Func<GraphBuilder, GraphValue, GraphValue> _build;
        private readonly bool _reduce;

        public GivenGraph(Func<GraphBuilder, GraphValue, GraphValue> build, bool reduce)
            : base(2)
        {
            (_build, _reduce) = (build, reduce);
            Complete(new ModelOrigin("given", new DeepSvddOptions(), 1, 0, 0.5f));
        }

        public GraphValue AddScore(GraphBuilder graph, GraphValue features)
        {
            var value = _build(graph, features);
            return _reduce ? graph.ReduceSum(value, 1) : value;
        }

        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
            scores.Clear();
    }
}
