using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Graphs;

/// <summary>
/// The score of a model as a graph of operators, whole: from the features, whatever they are, to what the model says of a row.
/// Immutable.
/// </summary>
public sealed class ScoreGraph
{
    private ScoreGraph(DetectorModel model, IReadOnlyList<GraphConstant> constants, GraphBody body)
    {
        Model = model;
        Constants = constants;
        Body = body;
    }

    /// <summary>Gets the model.</summary>
    public DetectorModel Model { get; }

    /// <summary>Gets the constants that nodes take, those of repeated bodies included.</summary>
    public IReadOnlyList<GraphConstant> Constants { get; }

    /// <summary>Gets the nodes. They begin with one value, the features, and end with the values below.</summary>
    public GraphBody Body { get; }

    /// <summary>Gets the features that are given, Single [rows x d].</summary>
    public GraphValue Features => Body.Inputs[0];

    /// <summary>Gets the score, Single [rows x 1]: what <see cref="DetectorModel.Score(ReadOnlySpan{float})"/> gives.</summary>
    public GraphValue Score => Body.Outputs[0];

    /// <summary>Gets whether a row is taken for an anomaly, Boolean [rows x 1]: whether its score is above the threshold.</summary>
    public GraphValue PredictedLabel => Body.Outputs[1];

    /// <summary>Gets the probability of being abnormal, Single [rows x 1]; NaN where the score is; null where the model has none.</summary>
    public GraphValue? Probability => Body.Outputs.Count > 2 ? Body.Outputs[2] : null;

    /// <summary>Makes the graph of a model.</summary>
    /// <param name="model">The model, as Fit or loading gives it.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="NotSupportedException">
    /// The model, or one that it is made of, does not implement <see cref="IScoreGraph"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">A model writes a graph whose result is no number a row.</exception>
    public static ScoreGraph Of(DetectorModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var graph = new GraphBuilder();
        var features = graph.Input("Features", GraphElementType.Single, [null, model.FeatureCount]);

        // Features that are no finite number are computed on as 0; what such rows score is put in at the end.
        var isNaN = graph.IsNaN(features);
        var isInfinite = graph.IsInfinite(features);
        var finite = graph.Where(graph.Or(isNaN, isInfinite), graph.Scalar(0f), features);
        var limited = graph.ScoreOf(model, model.GetType().Name, finite);
        var hasNaN = AnyOf(graph, isNaN);
        var known = graph.Where(AnyOf(graph, isInfinite), graph.Scalar(float.MaxValue), limited);
        var score = graph.Where(hasNaN, graph.Scalar(float.NaN), known);
        var isAbnormal = graph.Greater(score, graph.Scalar(model.Threshold));
        List<GraphValue> outputs = [Column(graph, score), Column(graph, isAbnormal)];
        if (model.TryGet<IProbabilityGraph>(out var ability))
        {
            var probability = GraphBuilder.RequireRows(
                ability.AddProbability(graph, known), model, nameof(IProbabilityGraph.AddProbability));
            outputs.Add(Column(graph, graph.Where(hasNaN, graph.Scalar(float.NaN), probability)));
        }

        return new ScoreGraph(model, graph.Constants, new GraphBody([features], graph.Nodes, outputs));
    }

    private static GraphValue Column(GraphBuilder graph, GraphValue value) => graph.Unsqueeze(value, 1);

    /// <summary>Tells of which rows something is true of any feature: a maximum, for there is no such operator of truth values.</summary>
    private static GraphValue AnyOf(GraphBuilder graph, GraphValue condition) => graph.Greater(
        graph.ReduceMax(graph.Cast(condition, GraphElementType.Single), 1), graph.Scalar(0f));
}
