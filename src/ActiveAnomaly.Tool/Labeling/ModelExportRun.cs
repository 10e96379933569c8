using ActiveAnomaly.Tool.Results;
using ActiveAnomaly.Tool.Scoring;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>Writes a model's file, one that train or evaluate wrote, as ONNX.</summary>
internal sealed class ModelExportRun(ExportOptions options, CommandOutput output)
{
    /// <summary>Writes the file.</summary>
    /// <returns>True; a cancelled run throws, and writes nothing.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        if (options.Labels is not null || options.Scores is not null || options.Report is not null || options.Backup is not null
            || options.Session is not null || options.Data is not null || options.Probability || !OnnxOutput.IsOnnx(options.Model))
        {
            throw new UsageException(
                $"'{options.Store}' is a model's file; what is exported of one is ONNX: give --model with a name that ends in .onnx, and "
                + "no other option (a model that gives probabilities keeps them). Scores of a table come from active-anomaly score.");
        }

        var path = Path.GetFullPath(options.Model!);
        ExportRun.RequireFile("--model", path, "model");
        using var outputs = new OutputClaims();
        outputs.AddFile("--model", path, [options.Store], FileKind.Onnx);
        var model = SavedModel.Load(options.Store);
        cancellationToken.ThrowIfCancellationRequested();
        OnnxOutput.Explain(() => AtomicFile.Write(path, model.SaveOnnx));
        output.WriteLine($"Model: {path}");
        output.WriteDocument(new ModelExportDocument(
            Path.GetFullPath(options.Store), model.Detector.Threshold, new Dictionary<string, string> { ["model"] = path }));
        return true;
    }
}
