using ActiveAnomaly.Graphs;
using Google.Protobuf;
using Onnx;

namespace ActiveAnomaly.Onnx;

/// <summary>Writes a graph of operators as an ONNX graph; knows no detector. For one graph; not thread safe.</summary>
/// <param name="target">The ONNX graph that nodes and constants are added to.</param>
/// <param name="operatorSetVersion">The version of ai.onnx.</param>
/// <param name="prefix">What all names begin with that are not given.</param>
internal sealed class GraphRenderer(GraphProto target, long operatorSetVersion, string prefix)
{
    private readonly Dictionary<GraphValue, string> _names = [];
    private int _axesCount;

    /// <summary>Gives a value the name that it has in the ONNX graph.</summary>
    public void Name(GraphValue value, string name) => _names.Add(value, name);

    /// <summary>Adds constants and nodes.</summary>
    public void Add(ScoreGraph graph)
    {
        foreach (var constant in graph.Constants)
        {
            var tensor = TensorOf(constant.Tensor);
            tensor.Name = NameOf(constant.Value);
            target.Initializer.Add(tensor);
        }

        AddNodes(target, graph.Body);
    }

    /// <summary>Describes a value as ONNX does.</summary>
    public ValueInfoProto Describe(GraphValue value)
    {
        var shape = new TensorShapeProto();
        foreach (var size in value.Shape)
        {
            shape.Dim.Add(size is { } known
                ? new TensorShapeProto.Types.Dimension { DimValue = known }
                : new TensorShapeProto.Types.Dimension());
        }

        return new ValueInfoProto
        {
            Name = NameOf(value),
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TypeOf(value.Type), Shape = shape } },
        };
    }

    private static TensorProto.Types.DataType TypeOf(GraphElementType type) => type switch
    {
        GraphElementType.Single => TensorProto.Types.DataType.Float,
        GraphElementType.Double => TensorProto.Types.DataType.Double,
        GraphElementType.Int64 => TensorProto.Types.DataType.Int64,
        GraphElementType.Boolean => TensorProto.Types.DataType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "ONNX has no such type of elements."),
    };

    private static TensorProto TensorOf(GraphTensor tensor)
    {
        var proto = new TensorProto
        {
            DataType = (int)TypeOf(tensor.Type),
            RawData = UnsafeByteOperations.UnsafeWrap(tensor.Data),
        };
        proto.Dims.AddRange(tensor.Shape);
        return proto;
    }

    private string NameOf(GraphValue value) => _names.TryGetValue(value, out var name) ? name : prefix + value.Name;

    private void AddNodes(GraphProto graph, GraphBody body)
    {
        foreach (var node in body.Nodes)
        {
            var proto = new NodeProto { OpType = node.Operator, Domain = node.Domain, Name = $"{NameOf(node.Outputs[0])}_node" };
            proto.Input.AddRange(node.Inputs.Select(NameOf));
            proto.Output.AddRange(node.Outputs.Select(NameOf));
            foreach (var setting in node.Settings)
            {
                if (setting is { Name: "axes", Value: long[] axes } && OperatorSets.TakesAxesAsInput(node.Operator, operatorSetVersion))
                {
                    proto.Input.Add(AxesConstant(axes));
                }
                else
                {
                    proto.Attribute.Add(AttributeOf(setting));
                }
            }

            graph.Node.Add(proto);
        }
    }

    private string AxesConstant(long[] axes)
    {
        var tensor = new TensorProto { Name = $"{prefix}axes_{_axesCount++}", DataType = (int)TensorProto.Types.DataType.Int64 };
        tensor.Dims.Add(axes.Length);
        tensor.Int64Data.AddRange(axes);
        target.Initializer.Add(tensor);
        return tensor.Name;
    }

    private AttributeProto AttributeOf(GraphSetting setting)
    {
        var proto = new AttributeProto { Name = setting.Name };
        switch (setting.Value)
        {
            case long number:
                (proto.Type, proto.I) = (AttributeProto.Types.AttributeType.Int, number);
                break;
            case float number:
                (proto.Type, proto.F) = (AttributeProto.Types.AttributeType.Float, number);
                break;
            case GraphElementType type:
                (proto.Type, proto.I) = (AttributeProto.Types.AttributeType.Int, (long)TypeOf(type));
                break;
            case IReadOnlyList<long> numbers:
                proto.Type = AttributeProto.Types.AttributeType.Ints;
                proto.Ints.AddRange(numbers);
                break;
            case IReadOnlyList<string> texts:
                proto.Type = AttributeProto.Types.AttributeType.Strings;
                proto.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            case GraphTensor tensor:
                (proto.Type, proto.T) = (AttributeProto.Types.AttributeType.Tensor, TensorOf(tensor));
                proto.T.Name = setting.Name;
                break;
            case GraphBody body:
                (proto.Type, proto.G) = (AttributeProto.Types.AttributeType.Graph, GraphOf(body));
                break;
            default:
                throw new NotSupportedException(
                    $"The setting '{setting.Name}' is a {setting.Value.GetType().Name}, which no ONNX attribute is.");
        }

        return proto;
    }

    private GraphProto GraphOf(GraphBody body)
    {
        var graph = new GraphProto { Name = $"{NameOf(body.Outputs[0])}_body" };
        graph.Input.AddRange(body.Inputs.Select(Describe));
        AddNodes(graph, body);
        graph.Output.AddRange(body.Outputs.Select(Describe));
        return graph;
    }
}
