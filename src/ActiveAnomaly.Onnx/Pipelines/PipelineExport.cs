using ActiveAnomaly.Detectors;
using Microsoft.ML;
using Microsoft.ML.Data;
using Onnx;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>
/// Writes a pipeline as one ONNX graph: finds from the outputs backward which steps count, and adds these from the inputs forward, ML.NET's
/// as ML.NET writes them, the detectors as <see cref="OnnxExport"/> does. For one pipeline; not thread safe.
/// </summary>
internal sealed class PipelineExport
{
    private readonly MLContext _mlContext;
    private readonly IReadOnlyList<PipelineStep> _steps;
    private readonly Dictionary<string, string> _values = [];
    private readonly GraphProto _graph = new() { Name = "pipeline" };
    private readonly string _prefix;

    private PipelineExport(MLContext mlContext, IReadOnlyList<PipelineStep> steps)
    {
        _mlContext = mlContext;
        _steps = steps;
        _prefix = Prefix(steps);
    }

    /// <summary>Makes the ONNX model.</summary>
    public static ModelProto ToModelProto(
        MLContext mlContext, ITransformer transformer, DataViewSchema inputSchema, OnnxPipelineOptions options)
    {
        var steps = PipelineStep.Of(mlContext, transformer, inputSchema);
        if (!steps.Any(step => step.Detector is not null))
        {
            throw new ArgumentException(
                "There is no detector of this library in the pipeline. Give the transformer that Fit or Model.Load gave; ML.NET's own "
                + "mlContext.Model.ConvertToOnnx writes pipelines without one.",
                nameof(transformer));
        }

        var outputs = PipelineOutputs.Of(steps, options);
        return outputs.Count > 0
            ? new PipelineExport(mlContext, steps).Write(outputs)
            : throw new ArgumentException(
                "None of the columns that the detectors add is there at the end of the pipeline; the columns are "
                + $"{PipelineOutputs.Quoted(steps[^1].Output)}. Name those that are to come out in {nameof(OnnxPipelineOptions)}."
                + $"{nameof(OnnxPipelineOptions.OutputColumnNames)}.",
                nameof(transformer));
    }

    private ModelProto Write(IReadOnlyList<string> outputs)
    {
        var model = new ModelProto { IrVersion = StepConversion.FormatVersion, Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = StepConversion.OperatorSetVersion });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = StepConversion.MlDomain, Version = StepConversion.MlOperatorSetVersion });
        var needed = Trace(outputs);
        foreach (var column in _steps[0].Input.Where(column => !column.IsHidden && needed[0].Contains(column.Name)))
        {
            _graph.Input.Add(ColumnValue.Describe(column, column.Name));
            _values[column.Name] = column.Name;
        }

        PipelineOutputs.RequireOwnNames(outputs, _values.Keys);
        foreach (var (index, step) in _steps.Index())
        {
            Add(model, index, [.. step.Output.Select(column => column.Name).Distinct()
                .Where(name => needed[index + 1].Contains(name) && Makes(step, name))]);
        }

        foreach (var name in outputs)
        {
            _graph.Node.Add(Identity(_values[name], name));
            _graph.Output.Add(ColumnValue.Describe(_steps[^1].Output[name], name));
        }

        Describe(model);
        return model;
    }

    /// <summary>Finds which columns are needed before each step and, last, at the end.</summary>
    private HashSet<string>[] Trace(IReadOnlyList<string> outputs)
    {
        var needed = new HashSet<string>[_steps.Count + 1];
        needed[^1] = [.. outputs];
        for (var index = _steps.Count - 1; index >= 0; index--)
        {
            var step = _steps[index];
            StepRules.RequireRowByRow(step, index);
            string[] made = [.. needed[index + 1].Where(name => Makes(step, name))];
            needed[index] = [.. needed[index + 1].Except(made)];
            needed[index].UnionWith(
                made.Length == 0 ? [] : step.Detector is { } detector ? [detector.Features] : step.Sources(made));
        }

        return needed;
    }

    private static bool Makes(PipelineStep step, string name) =>
        step.Detector is { } detector ? detector.OutputNames.Contains(name) && step.Adds(name) : step.Adds(name);

    private void Add(ModelProto model, int index, string[] made)
    {
        if (made.Length == 0)
        {
            return;
        }

        var step = _steps[index];
        var prefix = $"{_prefix}step{index}.";
        if (step.Detector is { } detector)
        {
            AddDetector(model, detector, prefix, made);
            return;
        }

        StepRules.RequireKnown(step, index, made);
        var conversion = new StepConversion(_mlContext, step, index, made);
        foreach (var (column, value) in conversion.AddTo(_graph, prefix, _values))
        {
            _values[column] = value;
        }
    }

    private void AddDetector(ModelProto model, DetectorStep detector, string prefix, string[] made)
    {
        var outputCount = _graph.Output.Count;
        var names = new OnnxOutputNames
        {
            Score = prefix + "Score", PredictedLabel = prefix + "PredictedLabel", Probability = prefix + "Probability",
        };
        OnnxExport.Append(model, _values[detector.Features], detector.Model, names);
        if (made.Contains(detector.Outputs.Probability) && !detector.Model.TryGet<IProbability>(out _))
        {
            AddNoProbability(names);
        }

        // What the detector gives comes out where it is asked for, at the end, under its column's name.
        while (_graph.Output.Count > outputCount)
        {
            _graph.ValueInfo.Add(_graph.Output[^1]);
            _graph.Output.RemoveAt(_graph.Output.Count - 1);
        }

        _values[detector.Outputs.Score] = names.Score;
        _values[detector.Outputs.PredictedLabel] = names.PredictedLabel;
        _values[detector.Outputs.Probability] = names.Probability;
    }

    /// <summary>Adds NaN for each row: the probability of a model that was to be calibrated, and could not be.</summary>
    private void AddNoProbability(OnnxOutputNames names)
    {
        var nan = names.Probability + ".NaN";
        var value = new TensorProto { Name = nan, DataType = (int)TensorProto.Types.DataType.Float };
        value.FloatData.Add(float.NaN);
        _graph.Initializer.Add(value);
        var node = new NodeProto { OpType = "Mul", Name = $"{names.Probability}_node" };
        node.Input.Add([names.Score, nan]);
        node.Output.Add(names.Probability);
        _graph.Node.Add(node);
    }

    private static NodeProto Identity(string from, string to)
    {
        var node = new NodeProto { OpType = "Identity", Name = $"{to}_node" };
        node.Input.Add(from);
        node.Output.Add(to);
        return node;
    }

    /// <summary>Says which model it is, and what its features are called, where there is one.</summary>
    private void Describe(ModelProto model)
    {
        var detectors = _steps.Where(step => step.Detector is not null).ToList();
        if (detectors.Count == 1)
        {
            var features = detectors[0].Input[detectors[0].Detector!.Features];
            OnnxExport.Describe(model, detectors[0].Detector!.Model, ColumnValue.SlotNames(features));
        }
    }

    /// <summary>Makes a prefix for values that no column's name begins with.</summary>
    private static string Prefix(IReadOnlyList<PipelineStep> steps)
    {
        HashSet<string> names = [.. steps.SelectMany(step => step.Input.Concat(step.Output)).Select(column => column.Name)];
        var prefix = "pipeline.";
        while (names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            prefix = "_" + prefix;
        }

        return prefix;
    }
}
