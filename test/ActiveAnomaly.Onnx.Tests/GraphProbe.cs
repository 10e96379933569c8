using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Onnx;

/// <summary>A model whose graph a test makes: what operators give in ONNX Runtime.</summary>
internal sealed class GraphProbe : DetectorModel, IScoreGraph
{
    private readonly Func<GraphBuilder, GraphValue, GraphValue> _build;

    public GraphProbe(int featureCount, Func<GraphBuilder, GraphValue, GraphValue> build)
        : base(featureCount)
    {
        _build = build;
        Complete(new ModelOrigin("probe", new DeepSvddOptions(), 1, 0, 0.5f));
    }

    /// <summary>Gives what a graph computes of rows, one number a row; what is no finite number comes out as a limit.</summary>
    public static float[] Run(float[][] rows, Func<GraphBuilder, GraphValue, GraphValue> build) =>
        OnnxScores.Of(new GraphProbe(rows[0].Length, build), [.. rows.SelectMany(row => row)]).Scores;

    /// <summary>Gives what an operator makes of numbers, each a row of its own.</summary>
    public static float[] RunEach(float[] values, Func<GraphBuilder, GraphValue, GraphValue> build) => Run(
        [.. values.Select(value => new[] { value })],
        (graph, features) => graph.Cast(build(graph, graph.Squeeze(features, 1)), GraphElementType.Single));

    public GraphValue AddScore(GraphBuilder graph, GraphValue features) => _build(graph, features);

    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        scores.Clear();
}
