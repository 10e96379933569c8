using System.Globalization;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>Uses <see cref="TextColumnsModel"/> on a table with columns of text.</summary>
internal static class TextColumnsExample
{
    public static void Run(string path, string folder)
    {
        var table = TableReader.Read(path);
        foreach (var line in table.Describe())
        {
            Console.WriteLine(line);
        }

        RequireLabels(table);
        var modelPath = Path.GetFullPath(Path.Combine(folder, "TextColumnsModel.zip"));
        TextColumnsModel.Train(modelPath, table);
        Console.WriteLine($"Trained: {modelPath}");

        var metrics = TextColumnsModel.Evaluate(modelPath, table);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Evaluated: AUC {metrics.AreaUnderRocCurve:F4}, detection rate at 10 false positives "
            + $"{metrics.DetectionRateAtFalsePositiveCount:F4}"));

        var scores = TextColumnsModel.Predict(modelPath, path);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Used: {scores.Length} rows scored, the first {scores[0]:G6}"));
    }

    /// <summary>The label column plays the expert and is compared with: every row needs a label, and both kinds must occur.</summary>
    internal static void RequireLabels(Table table)
    {
        var labels = table.Labels;
        if (labels.LabeledCount < table.RowCount || labels.NormalRows.Count == 0 || labels.AbnormalRows.Count == 0)
        {
            throw new TableException(
                $"'{table.Name}' has {labels.NormalRows.Count} normal, {labels.AbnormalRows.Count} abnormal and "
                + $"{table.RowCount - labels.LabeledCount} unlabelled rows; this example needs a label in every row, and both kinds. Give "
                + "another table.");
        }
    }
}
