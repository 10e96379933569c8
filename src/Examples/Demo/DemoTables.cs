using System.Globalization;
using Spectre.Console;

namespace ActiveAnomaly.Examples.Demo;

/// <summary>The demo's tables.</summary>
internal static class DemoTables
{
    public static void WriteStages(IAnsiConsole console, IReadOnlyList<StageResult> results)
    {
        var table = NewTable("stage", "asked", "found", "q", "AUC, all rows", "AUC, never asked", "seconds");
        foreach (var result in results)
        {
            table.AddRow(
                Text(result.Stage),
                Text(result.Asked),
                Text(result.Found),
                result.Quantile is { } q ? Text(q, "F3") : "-",
                Text(result.Evaluation.RocAuc, "F4"),
                Text(result.Evaluation.UnaskedRocAuc, "F4"),
                Text(result.Seconds, "F2"));
        }

        console.Write(table);
    }

    public static void WriteMeans(IAnsiConsole console, IReadOnlyList<StageResult> results, int seedCount)
    {
        console.WriteLine($"Mean over {seedCount} seeds (standard deviation in brackets):");
        var table = NewTable("stage", "AUC, all rows", "AUC, never asked", "average precision");
        foreach (var stage in results.GroupBy(result => result.Stage))
        {
            table.AddRow(
                Text(stage.Key),
                Spread(stage.Select(result => result.Evaluation.RocAuc)),
                Spread(stage.Select(result => result.Evaluation.UnaskedRocAuc)),
                Spread(stage.Select(result => result.Evaluation.AveragePrecision)));
        }

        console.Write(table);
    }

    private static Table NewTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        return table;
    }

    private static string Spread(IEnumerable<double> values)
    {
        var all = values.ToList();
        var mean = all.Average();
        var deviation = all.Count < 2 ? 0 : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Count - 1));
        return string.Create(CultureInfo.InvariantCulture, $"{mean:F4} ({deviation:F4})");
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
