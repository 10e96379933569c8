using ActiveAnomaly.Detectors;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Results;
using ActiveAnomaly.Tool.Telemetry;
using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>Scores a table with a saved model, read as the model's training table was.</summary>
/// <param name="modelPath">The model's file.</param>
/// <param name="options">How the table is read.</param>
/// <param name="outputPath">A folder, or a file whose name ends in .csv.</param>
/// <param name="explain">How rows are explained; null for not at all.</param>
/// <param name="output">Where it writes.</param>
internal sealed class ScoreRun(
    string modelPath, TableOptions options, string outputPath, ExplainOptions? explain, CommandOutput output)
{
    /// <summary>Scores a data set.</summary>
    /// <returns>True; a cancelled run throws.</returns>
    public bool Run(DataSet dataSet, CancellationToken cancellationToken)
    {
        var compared = explain?.BackgroundPath is { } backgroundPath
            ? DataSet.FindOne(backgroundPath, "rows are compared with those of one table")
            : null;
        var path = PathOf(dataSet);

        // Before a row is scored: the file can be written, and overwrites none that is read.
        using var file = OutputClaim.OfFile(
            "--output", path, [.. new[] { dataSet, compared }.OfType<DataSet>().Select(read => read.Path), modelPath]);
        RequireScores(path);
        var model = SavedModel.Load(modelPath);
        var background = compared is null ? null : model.Read(compared, options, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var table = model.Read(dataSet, options, cancellationToken);
        output.Console.WriteUnderstood(table);
        var scored = Score(model, dataSet, path, table, background ?? table, cancellationToken);
        output.WriteDocument(new ScoreDocument(Path.GetFullPath(modelPath), model.Detector.Threshold, [scored]));
        return true;
    }

    /// <summary>Gives the file for the scores: the one that is named, or that of the table's name in the folder.</summary>
    /// <exception cref="InputException">A folder is named where there is a file.</exception>
    /// <exception cref="UsageException">A file is named that would not be what its name says.</exception>
    private string PathOf(DataSet dataSet)
    {
        if (!Directory.Exists(outputPath))
        {
            if (HasEnding(".csv"))
            {
                return Path.GetFullPath(outputPath);
            }

            if (HasEnding(".parquet"))
            {
                throw new UsageException(
                    $"--output '{outputPath}': scores are written as CSV here. Name a file that ends in .csv; or a folder, with --format "
                    + $"parquet, for a file '{dataSet.Name}.parquet' in it.");
            }

            OutputClaim.RequireFolder("--output", outputPath);
        }

        return Path.GetFullPath(Path.Combine(outputPath, $"{dataSet.Name}.csv"));

        bool HasEnding(string ending) => outputPath.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Refuses a file that is there and does not begin as scores do: it may be somebody's data.</summary>
    private static void RequireScores(string path)
    {
        if (File.Exists(path) && !ScoreColumns.IsHeader(File.ReadLines(path).FirstOrDefault()))
        {
            throw new InputException(
                $"--output '{path}' is a file that holds no scores, and would be overwritten. Give another name, or a folder.");
        }
    }

    private ScoredDataSet Score(
        SavedModel model, DataSet dataSet, string path, Table table, Table background, CancellationToken cancellationToken)
    {
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
