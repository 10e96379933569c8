using Google.Protobuf.Collections;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Onnx;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>
/// One of ML.NET's steps as nodes. ML.NET's own conversion makes them; of what it makes only the nodes that are needed are taken, under
/// names that no other step uses, and two of its habits are mended.
/// </summary>
/// <remarks>
/// Columns are concatenated with Concat in place of FeatureVectorizer, which computes in Single and so loses digits of Double and of whole
/// numbers, and takes not every type. And OneHotEncoder gives [rows x 1 x size] where ML.NET says [rows x size]: what comes out of such a
/// step is reshaped to what ML.NET says.
/// </remarks>
internal sealed class StepConversion
{
    /// <summary>The version of the file format that ML.NET writes.</summary>
    public const long FormatVersion = 6;

    /// <summary>The version of ai.onnx that ML.NET writes, and that the detectors then use.</summary>
    public const long OperatorSetVersion = 12;

    /// <summary>The name of the operator set for learnt models.</summary>
    public const string MlDomain = "ai.onnx.ml";

    /// <summary>The version of <see cref="MlDomain"/> that ML.NET writes.</summary>
    public const long MlOperatorSetVersion = 2;

    private const string OutputSuffix = ".output";

    private readonly PipelineStep _step;
    private readonly int _index;
    private readonly IReadOnlyList<string> _columns;
    private readonly GraphProto _graph;

    /// <summary>Has ML.NET convert a step.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="step">The step.</param>
    /// <param name="index">Its place, from 0, for messages.</param>
    /// <param name="columns">The columns of it that are needed.</param>
    public StepConversion(MLContext mlContext, PipelineStep step, int index, IReadOnlyList<string> columns)
    {
        _step = step;
        _index = index;
        _columns = columns;
        _graph = Convert(mlContext);
    }

    /// <summary>Adds the nodes to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="prefix">What the step's own values begin with there.</param>
    /// <param name="values">The values of the columns before the step.</param>
    /// <returns>The values of the needed columns.</returns>
    public IReadOnlyDictionary<string, string> AddTo(GraphProto graph, string prefix, IReadOnlyDictionary<string, string> values)
    {
        var inputs = _graph.Input.Select(input => input.Name).ToHashSet();
        var (nodes, constants) = Needed(inputs);
        string NameOf(string value) =>
            value.Length == 0 ? value : inputs.Contains(value) ? values[value] : prefix + value;
        foreach (var constant in constants)
        {
            constant.Name = NameOf(constant.Name);
            graph.Initializer.Add(constant);
        }

        foreach (var node in nodes)
        {
            Mend(node);
            node.Name = prefix + node.Name;
            Replace(node.Input, NameOf);
            Replace(node.Output, NameOf);
            graph.Node.Add(node);
        }

        return _columns.ToDictionary(column => column, column => Shaped(graph, prefix, column, NameOf(column + OutputSuffix)));
    }

    private static void Replace(RepeatedField<string> names, Func<string, string> by)
    {
        for (var place = 0; place < names.Count; place++)
        {
            names[place] = by(names[place]);
        }
    }

    /// <summary>Makes a Concat of a FeatureVectorizer.</summary>
    private static void Mend(NodeProto node)
    {
        if (node.OpType == "FeatureVectorizer")
        {
            node.OpType = "Concat";
            node.Domain = string.Empty;
            node.Attribute.Clear();
            node.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 1 });
        }
    }

    /// <summary>Gives only the columns that the step reads: ML.NET makes inputs of all, and stops at types that ONNX has not.</summary>
    private DataViewSchema Schema()
    {
        var read = _step.Sources(_step.Output.Select(column => column.Name).Distinct().Where(_step.Adds)).ToHashSet();
        var builder = new DataViewSchema.Builder();
        foreach (var column in _step.Input.Where(column => !column.IsHidden && read.Contains(column.Name)))
        {
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        }

        return builder.ToSchema();
    }

    private GraphProto Convert(MLContext mlContext)
    {
        var schema = Schema();
        RequireOwnNames(schema);
        using var stream = new MemoryStream();
        try
        {
            mlContext.Model.ConvertToOnnx(_step.Transformer, new EmptyDataView(schema), stream, [.. _columns]);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or NotImplementedException
            or ArgumentException or KeyNotFoundException)
        {
            throw StepRules.Refusal(
                _step,
                _index,
                _columns,
                $"ML.NET converts no such step, of these types and options ({exception.Message.TrimEnd('.')}). Do the step before, in the "
                + "program that calls the model, or use another that can be written.",
                exception);
        }

        var model = ModelProto.Parser.ParseFrom(stream.ToArray());
        foreach (var set in model.OpsetImport)
        {
            var expected = set.Domain.Length == 0 ? OperatorSetVersion : set.Domain == MlDomain ? MlOperatorSetVersion : 0;
            if (set.Version != expected)
            {
                throw Incomplete($"uses version {set.Version} of the operator set '{set.Domain}'");
            }
        }

        return model.Graph;
    }

    /// <summary>A column that is called as a result would be taken for it.</summary>
    private void RequireOwnNames(DataViewSchema read)
    {
        if (Array.Find([.. _columns], column => read.GetColumnOrNull(column + OutputSuffix) is not null) is { } column)
        {
            throw StepRules.Refusal(
                _step,
                _index,
                _columns,
                $"there '{column}' is called '{column + OutputSuffix}' when the step has made it, and so is another column that the step "
                + "reads. Give one of both another name before the step (CopyColumns, or in the data).");
        }
    }

    /// <summary>Finds the nodes and constants that the needed columns are made by, in their order.</summary>
    private (List<NodeProto> Nodes, List<TensorProto> Constants) Needed(HashSet<string> inputs)
    {
        var needed = _columns.Select(column => column + OutputSuffix).ToHashSet();
        var nodes = new List<NodeProto>();
        foreach (var node in _graph.Node.Reverse().Where(node => node.Output.Any(needed.Contains)))
        {
            nodes.Add(node);
            needed.ExceptWith(node.Output);
            needed.UnionWith(node.Input.Where(name => name.Length > 0));
        }

        nodes.Reverse();
        List<TensorProto> constants = [.. _graph.Initializer.Where(constant => needed.Contains(constant.Name))];
        needed.ExceptWith(constants.Select(constant => constant.Name));
        needed.ExceptWith(inputs);
        return needed.Count == 0 ? (nodes, constants) : throw Incomplete($"makes no '{needed.First()}', which it reads");
    }

    /// <summary>Gives a column [rows x size]. Size 0 stands for as many rows as there are.</summary>
    private string Shaped(GraphProto graph, string prefix, string column, string value)
    {
        if (!graph.Node.Any(node => node.OpType == "OneHotEncoder" && node.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return value;
        }

        var size = new TensorProto { Name = $"{prefix}{column}.size", DataType = (int)TensorProto.Types.DataType.Int64 };
        size.Dims.Add(2);
        size.Int64Data.Add([0, ColumnValue.SizeOf(_step.Output[column].Type)]);
        graph.Initializer.Add(size);
        var reshape = new NodeProto { OpType = "Reshape", Name = $"{prefix}{column}.reshape" };
        reshape.Input.Add([value, size.Name]);
        reshape.Output.Add($"{prefix}{column}.shaped");
        graph.Node.Add(reshape);
        return reshape.Output[0];
    }

    private NotSupportedException Incomplete(string what) => StepRules.Refusal(
        _step,
        _index,
        _columns,
        $"what ML.NET makes of it {what}. If the step writes to the column that it reads, give the output another name; else do the step "
            + "before, in the program that calls the model.");
}
