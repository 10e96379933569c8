namespace ActiveAnomaly.Graphs;

/// <summary>Nodes with what they begin with and what they end with: a whole graph, or what a node repeats. Immutable.</summary>
public sealed class GraphBody
{
    internal GraphBody(IReadOnlyList<GraphValue> inputs, IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphValue> outputs)
    {
        Inputs = inputs;
        Nodes = nodes;
        Outputs = outputs;
    }

    /// <summary>Gets the values that are given. Nodes of a body that is repeated also take values from outside.</summary>
    public IReadOnlyList<GraphValue> Inputs { get; }

    /// <summary>Gets the nodes, each after those whose values it takes.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>Gets the values that come out, each computed by a node of this body.</summary>
    public IReadOnlyList<GraphValue> Outputs { get; }
}
