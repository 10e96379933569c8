using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>Finds the columns that come out of a pipeline.</summary>
internal static class PipelineOutputs
{
    private static string NamesParameter => "options." + nameof(OnnxPipelineOptions.OutputColumnNames);

    /// <summary>Gives the names of those that are asked for, or of all that the detectors add and that are there in the end.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<PipelineStep> steps, OnnxPipelineOptions options)
    {
        var schema = steps[^1].Output;
        if (options.OutputColumnNames.Count > 0)
        {
            foreach (var (place, name) in options.OutputColumnNames.Index())
            {
                RequireOutput(steps, name, options.OutputColumnNames.Take(place));
            }

            return options.OutputColumnNames;
        }

        return [.. steps.Index().Where(step => step.Item.Detector is not null)
            .SelectMany(step => Added(steps, step.Index)).Where(name => schema.GetColumnOrNull(name) is not null).Distinct()];
    }

    /// <summary>Gives the names of a schema's columns, hidden ones excepted.</summary>
    public static string Quoted(DataViewSchema schema) =>
        string.Join(", ", schema.Where(column => !column.IsHidden).Select(column => $"'{column.Name}'"));

    /// <summary>Refuses outputs that have the name of a column that the graph reads.</summary>
    public static void RequireOwnNames(IReadOnlyList<string> outputs, IReadOnlyCollection<string> inputs)
    {
        string[] shared = [.. outputs.Where(inputs.Contains)];
        if (shared.Length > 0)
        {
            throw new ArgumentException(
                $"The pipeline reads a column {string.Join(", ", shared.Select(name => $"'{name}'"))} and gives another of that name, and "
                + "in an ONNX graph a name belongs to one value. Give the output another name: ScoreColumnName and "
                + "PredictedLabelColumnName of the trainer's options, another output of the step that makes it, or a copy (CopyColumns) "
                + $"that {nameof(OnnxPipelineOptions)}.{nameof(OnnxPipelineOptions.OutputColumnNames)} names in its place.",
                NamesParameter);
        }
    }

    private static void RequireOutput(IReadOnlyList<PipelineStep> steps, string name, IEnumerable<string> before)
    {
        if (string.IsNullOrEmpty(name) || steps[^1].Output.GetColumnOrNull(name) is null)
        {
            throw new ArgumentException(
                $"There is no column '{name}' at the end of the pipeline; the columns are {Quoted(steps[^1].Output)}. Name some of them.",
                NamesParameter);
        }

        if (before.Contains(name))
        {
            throw new ArgumentException($"The column '{name}' is named twice. Name each column that is to come out once.", NamesParameter);
        }

        if (!steps.Any(step => step.Adds(name)))
        {
            throw new ArgumentException(
                $"The column '{name}' is the input's as it came, and a value of an ONNX graph is either an input or an output. "
                + "Leave it out here: who calls the graph has it already. Or copy it to another name (CopyColumns) in the pipeline.",
                NamesParameter);
        }
    }

    /// <summary>Gives the names under which a detector's columns are known to the user.</summary>
    private static IEnumerable<string> Added(IReadOnlyList<PipelineStep> steps, int detector)
    {
        var step = steps[detector];
        foreach (var name in step.Detector!.OutputNames.Where(step.Adds))
        {
            yield return step.Transformer is DetectorTransformer ? name : Copy(steps, detector, name);
        }
    }

    /// <summary>Finds the copy of a helper column of a loaded detector: the one of the copies right behind it that is made of it.</summary>
    private static string Copy(IReadOnlyList<PipelineStep> steps, int detector, string name) => steps.Skip(detector + 1)
        .TakeWhile(step => step.Transformer is ColumnCopyingTransformer)
        .SelectMany(step => step.Output.Select(column => column.Name).Distinct().Where(step.Adds)
            .Where(added => step.Sources([added]).Single() == name))
        .First();
}
