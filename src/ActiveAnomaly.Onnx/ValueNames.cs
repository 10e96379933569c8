using Onnx;

namespace ActiveAnomaly.Onnx;

/// <summary>The names of an ONNX graph's values, and what is known of these.</summary>
internal sealed class ValueNames
{
    private readonly HashSet<string> _all = [];
    private readonly List<string> _nodes = [];
    private readonly Dictionary<string, TypeProto> _types = [];

    private ValueNames()
    {
    }

    /// <summary>Gathers the names of a graph.</summary>
    public static ValueNames Of(GraphProto graph)
    {
        var names = new ValueNames();
        foreach (var info in graph.Input.Concat(graph.ValueInfo).Concat(graph.Output))
        {
            names._all.Add(info.Name);
            if (info.Type is not null)
            {
                names._types[info.Name] = info.Type;
            }
        }

        names._all.UnionWith(graph.Initializer.Select(tensor => tensor.Name));
        names._all.UnionWith(graph.Node.SelectMany(node => node.Output));
        names._nodes.AddRange(graph.Node.Select(node => node.Name));
        return names;
    }

    /// <summary>Throws unless a value is there that can be the features.</summary>
    public void RequireFeatures(string name, int featureCount)
    {
        if (!_all.Contains(name))
        {
            var all = string.Join(", ", _all.Order(StringComparer.Ordinal).Select(own => $"'{own}'"));
            throw new ArgumentException(
                $"The ONNX graph has no value '{name}'; it has {all}. Name the one that holds the features.",
                nameof(name));
        }

        // Where the graph does not say what the value is, ONNX's own checks find out.
        if (_types.TryGetValue(name, out var type)
            && (type.TensorType is not { } tensor
                || tensor.ElemType != (int)TensorProto.Types.DataType.Float
                || (tensor.Shape is { } shape && (shape.Dim.Count != 2 || !Fits(shape.Dim[1], featureCount)))))
        {
            throw new ArgumentException(
                $"'{name}' of the ONNX graph is {type}; the model takes float [rows x {featureCount}]. "
                + "Name the value that holds the features.",
                nameof(name));
        }
    }

    /// <summary>Throws where an output's name is taken.</summary>
    public void RequireFree(OnnxOutputNames names, bool hasProbability)
    {
        string[] wanted = [names.Score, names.PredictedLabel, .. hasProbability ? (string[])[names.Probability] : []];
        foreach (var (place, name) in wanted.Index())
        {
            if (string.IsNullOrEmpty(name) || _all.Contains(name) || wanted.Take(place).Contains(name))
            {
                throw new ArgumentException(
                    $"An output of the model is to be called '{name}', which is empty, or the name of another value. "
                    + $"Give each a name of its own in {nameof(OnnxOutputNames)}.",
                    nameof(names));
            }
        }
    }

    /// <summary>Makes a prefix that no name of a value or of a node begins with.</summary>
    public string FreePrefix(string word)
    {
        for (var number = 0; ; number++)
        {
            var prefix = $"{word}{number}_";
            if (!_all.Concat(_nodes).Any(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                return prefix;
            }
        }
    }

    private static bool Fits(TensorShapeProto.Types.Dimension size, int featureCount) =>
        size.ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue || size.DimValue == featureCount;
}
