using ActiveAnomaly.Detectors;
using ActiveAnomaly.Graphs;

namespace UserCode;

/// <summary>
/// A detector as a user of the library writes one, with a graph, of the core's public members alone: how far the furthest feature is from
/// its median.
/// </summary>
public sealed record MedianOptions : DetectorOptions;

public sealed class MedianDetector(MedianOptions options) : Detector(options)
{
    public override string Name => "median";

    public override bool UsesLabels => false;

    protected override TrainedDetector Train(TrainingRequest request)
    {
        var medians = new float[request.Pool.FeatureCount];
        for (var k = 0; k < medians.Length; k++)
        {
            float[] column = [.. Enumerable.Range(0, request.Pool.RowCount).Select(row => request.Pool.Row(row)[k]).Order()];
            medians[k] = column[column.Length / 2];
        }

        return Scored(new MedianModel(medians), request);
    }
}

public sealed class MedianModel(float[] medians) : DetectorModel(medians.Length), IScoreGraph, IProbabilityGraph
{
    public GraphValue AddScore(GraphBuilder graph, GraphValue features) =>
        graph.ReduceMax(graph.Absolute(graph.Subtract(features, graph.Constant<float>(medians))), axis: 1);

    public GraphValue AddProbability(GraphBuilder graph, GraphValue score) =>
        graph.Divide(score, graph.Add(score, graph.Scalar(1f)));

    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = 0f;
            for (var k = 0; k < FeatureCount; k++)
            {
                scores[i] = Math.Max(scores[i], Math.Abs(rows[(i * FeatureCount) + k] - medians[k]));
            }
        }
    }
}
