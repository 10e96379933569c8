namespace ActiveAnomaly.Graphs;

/// <summary>A constant of a graph: its value, and what it is. Immutable.</summary>
/// <param name="Value">The value that nodes take.</param>
/// <param name="Tensor">Its elements.</param>
public sealed record GraphConstant(GraphValue Value, GraphTensor Tensor);
