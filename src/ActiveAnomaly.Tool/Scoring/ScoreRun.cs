using ActiveAnomaly.Detectors;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Results;
using ActiveAnomaly.Tool.Telemetry;
using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>Scores tables with a saved model, each read as the model's training table was.</summary>
internal sealed class ScoreRun(
    string modelPath, TableOptions options, string outputFolder, ExplainOptions? explain, CommandOutput output)
{
    /// <summary>Scores each data set into a file of its own.</summary>
    /// <returns>True; a cancelled run throws, and keeps the files that are finished.</returns>
    public bool Run(IReadOnlyList<DataSet> dataSets, CancellationToken cancellationToken)
    {
        var compared = explain?.BackgroundPath is { } path
            ? DataSet.FindOne(path, "rows are compared with those of one table")
            : null;
        using var outputs = new OutputClaims();
        Claim(outputs, dataSets, compared);
        var model = SavedModel.Load(modelPath);
        var background = compared is null ? null : model.Read(compared, options, cancellationToken);
        var scored = new List<ScoredDataSet>();
        foreach (var dataSet in dataSets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var table = model.Read(dataSet, options, cancellationToken);
            output.Console.WriteUnderstood(table);
            scored.Add(Score(model, dataSet, table, background ?? table, cancellationToken));
        }

        output.WriteDocument(new ScoreDocument(Path.GetFullPath(modelPath), model.Detector.Threshold, scored));
        return true;
    }

    /// <summary>Makes sure, before a row is scored, that all files can be written and overwrite none that is read.</summary>
    private void Claim(OutputClaims outputs, IReadOnlyList<DataSet> dataSets, DataSet? compared)
    {
        OutputClaim.RequireFolder("--output", outputFolder);
        List<string> inputs = [.. dataSets.Append(compared).OfType<DataSet>().Select(dataSet => dataSet.Path), modelPath];
        foreach (var dataSet in dataSets)
        {
            outputs.AddFile("--output", PathOf(dataSet), inputs);
        }
    }

    private string PathOf(DataSet dataSet) => Path.GetFullPath(Path.Combine(outputFolder, $"{dataSet.Name}.csv"));

    private ScoredDataSet Score(
        SavedModel model, DataSet dataSet, Table table, Table background, CancellationToken cancellationToken)
    {
        var path = PathOf(dataSet);
        var rows = model.Score(table, cancellationToken);
        var hasProbability = model.Detector.TryGet<IProbability>(out _);
        var reasons = explain is null
            ? null
            : RowReasons.Of(model, table, rows, background, explain.ReasonCount, cancellationToken);
        AtomicFile.Write(path, temporary =>
        {
            using var writer = new CsvScoreWriter(
                temporary, new ScoreColumns(table.PlaceWord, hasProbability, explain?.ReasonCount ?? 0));
            for (var row = 0; row < rows.Length; row++)
            {
                writer.Write(table.LineOf(row), rows[row], reasons?.OfRow(row) ?? []);
            }

            writer.Complete();
        });
        ToolMeter.RowsScored.Add(rows.Length);
        var flagged = rows.Count(row => row.PredictedLabel);
        output.WriteLine($"{flagged} of {table.RowCount} rows lie above the model's threshold.");
        var labelled = rows.Where(row => !float.IsNaN(row.Label)).ToArray();
        var auc = Ranking.RocAuc([.. labelled.Select(row => row.Score)], [.. labelled.Select(row => row.Label > 0)]);
        if (!double.IsNaN(auc))
        {
            output.WriteLine(FormattableString.Invariant($"AUC against the labels: {auc:F4}"));
        }

        if (reasons is not null)
        {
            output.WriteLine(
                $"{reasons.Count} rows explained, compared with {reasons.Source.BackgroundCount} ordinary rows of "
                + $"{reasons.Source.BackgroundName}.");
        }

        output.WriteLine($"Scores: {path}");
        return new ScoredDataSet(dataSet.Name, table.RowCount, flagged, reasons?.Count ?? 0, auc, path);
    }
}
