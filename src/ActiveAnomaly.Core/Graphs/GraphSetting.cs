namespace ActiveAnomaly.Graphs;

/// <summary>A setting of a node, fixed when the graph is built.</summary>
public sealed class GraphSetting
{
    internal GraphSetting(string name, object value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>Gets the name, as the ONNX operator has it.</summary>
    public string Name { get; }

    /// <summary>
    /// Gets the value: a <see cref="long"/>, a <see cref="float"/>, a <see cref="GraphElementType"/>, a list of <see cref="long"/> or of
    /// <see cref="string"/>, a <see cref="GraphTensor"/> or a <see cref="GraphBody"/>.
    /// </summary>
    public object Value { get; }
}
