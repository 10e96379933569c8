namespace ActiveAnomaly.Graphs;

/// <summary>One operator of a graph, with what it takes and what it gives. Immutable.</summary>
/// <remarks>
/// Where versions of the operator set differ in whether axes are an attribute or an input (ReduceSum, ReduceMean, ReduceMax, ReduceMin,
/// Squeeze, Unsqueeze), they are the setting "axes" here.
/// </remarks>
public sealed class GraphNode
{
    internal GraphNode(
        string @operator,
        string domain,
        IReadOnlyList<GraphValue> inputs,
        IReadOnlyList<GraphValue> outputs,
        IReadOnlyList<GraphSetting> settings)
    {
        Operator = @operator;
        Domain = domain;
        Inputs = inputs;
        Outputs = outputs;
        Settings = settings;
    }

    /// <summary>Gets the ONNX operator's name, such as "MatMul".</summary>
    public string Operator { get; }

    /// <summary>Gets the ONNX domain that the operator belongs to: empty for ai.onnx, or "ai.onnx.ml".</summary>
    public string Domain { get; }

    /// <summary>Gets what the operator takes.</summary>
    public IReadOnlyList<GraphValue> Inputs { get; }

    /// <summary>Gets what the operator gives.</summary>
    public IReadOnlyList<GraphValue> Outputs { get; }

    /// <summary>Gets the operator's settings.</summary>
    public IReadOnlyList<GraphSetting> Settings { get; }
}
