namespace ActiveAnomaly.Graphs;

/// <summary>
/// A value that a graph computes: an array of numbers whose shape is known but for the sizes that depend on how many rows are scored.
/// Immutable; belongs to the <see cref="GraphBuilder"/> that made it.
/// </summary>
public sealed class GraphValue
{
    internal GraphValue(string name, GraphElementType type, IReadOnlyList<long?> shape, GraphScope scope)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Scope = scope;
    }

    /// <summary>Gets the name, which no other value of the graph has.</summary>
    public string Name { get; }

    /// <summary>Gets what the elements are.</summary>
    public GraphElementType Type { get; }

    /// <summary>Gets the size of every axis; null where it is known only when rows are scored. Empty for a single element.</summary>
    public IReadOnlyList<long?> Shape { get; }

    /// <summary>Gets the number of axes; 0 for a single element.</summary>
    public int Rank => Shape.Count;

    internal GraphScope Scope { get; }

    /// <summary>Gives name, type and shape, such as "Add_3: Single [? x 8]".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name}: {Type} {ShapeText(Shape)}";

    internal static string ShapeText(IReadOnlyList<long?> shape) =>
        $"[{string.Join(" x ", shape.Select(size => size is { } known ? $"{known}" : "?"))}]";
}
