using System.Globalization;
using ActiveAnomaly.Examples.Input;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Spectre.Console;
using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Examples.Scoring;

/// <summary>Scores tables with a saved model, each read as the model's training table was.</summary>
internal sealed class ScoreRun(string modelPath, TableOptions options, string outputFolder, IAnsiConsole console)
{
    /// <summary>Scores each data set into a file of its own.</summary>
    /// <returns>True; a cancelled run throws, and keeps the files that are finished.</returns>
    public bool Run(IReadOnlyList<DataSet> dataSets, CancellationToken cancellationToken)
    {
        if (!File.Exists(modelPath))
        {
            throw new InputException($"There is no model '{modelPath}'. Give the path of one that demo, cross-validation or text-columns "
                + $"wrote.");
        }

        var schema = ModelFile.ReadSchema(modelPath) ?? throw new InputException(
            $"The model '{modelPath}' says nothing of the table that it was trained on, and so a file cannot be read for it. Train it "
            + $"with demo, "
            + "cross-validation or text-columns, or attach what was understood of the table (ModelFile.Attach).");
        var mlContext = new MLContext();
        var model = mlContext.Model.Load(modelPath, out _);
        Directory.CreateDirectory(outputFolder);
        foreach (var dataSet in dataSets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var table = TableReader.ReadAs(dataSet.Path, schema, options, cancellationToken);
            console.WriteUnderstood(table);
            Score(mlContext, model, table, Path.GetFullPath(Path.Combine(outputFolder, $"{dataSet.Name}.csv")), cancellationToken);
        }

        return true;
    }

    private void Score(MLContext mlContext, ITransformer model, Table table, string path, CancellationToken cancellationToken)
    {
        var labelColumn = table.Schema.Label?.Name;
        var features = model.Transform(labelColumn is null ? table.ToDataView() : table.ToDataView(labelColumn));
        var detector = mlContext.ActiveAnomaly().GetDetectorModel(model);
        var rows = BatchScoring.Score(detector, features, table, cancellationToken);
        AtomicFile.Write(path, temporary =>
        {
            using var writer = new StreamWriter(temporary);
            writer.Write($"{table.PlaceWord},score,abnormal\n");
            for (var row = 0; row < rows.Length; row++)
            {
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture, $"{table.LineOf(row)},{rows[row].Score:R},{(rows[row].PredictedLabel ? 1 : 0)}\n"));
            }
        });
        WriteLine($"{rows.Count(row => row.PredictedLabel)} of {table.RowCount} rows lie above the model's threshold.");
        if (table.Labels.NormalRows.Count > 0 && table.Labels.AbnormalRows.Count > 0)
        {
            var metrics = mlContext.AnomalyDetection.Evaluate(mlContext.Data.LoadFromEnumerable(rows));
            WriteLine(FormattableString.Invariant($"AUC against the labels: {metrics.AreaUnderRocCurve:F4}"));
        }

        WriteLine($"Scores: {path}");
    }

    private void WriteLine(string text) => console.Profile.Out.Writer.WriteLine(text);
}
