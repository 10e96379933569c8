namespace ActiveAnomaly.Graphs;

/// <summary>Where nodes are added: the graph itself, or the body of a node under construction.</summary>
/// <param name="parent">The scope around this one; null for the graph.</param>
internal sealed class GraphScope(GraphScope? parent)
{
    private readonly HashSet<GraphValue> _computed = [];

    public GraphScope? Parent => parent;

    public List<GraphNode> Nodes { get; } = [];

    public void Add(GraphNode node)
    {
        Nodes.Add(node);
        _computed.UnionWith(node.Outputs);
    }

    public bool Computes(GraphValue value) => _computed.Contains(value);

    /// <summary>Tells whether values of another scope can be taken here: its own, and those of the scopes around it.</summary>
    public bool Sees(GraphScope other)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope == other)
            {
                return true;
            }
        }

        return false;
    }
}
