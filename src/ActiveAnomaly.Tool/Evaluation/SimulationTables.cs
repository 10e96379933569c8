using System.Globalization;
using ActiveAnomaly.Tool.Benchmark;
using Spectre.Console;

namespace ActiveAnomaly.Tool.Evaluation;

/// <summary>The tables of a simulation.</summary>
internal static class SimulationTables
{
    public static void WriteStages(IAnsiConsole console, IReadOnlyList<BenchmarkRow> results)
    {
        var table = NewTable("stage", "asked", "found", "q", "AUC, all rows", "AUC, never asked", "seconds");
        foreach (var result in results)
        {
            table.AddRow(
                Text(result.Stage),
                Text(result.LabelledNormal + result.LabelledAbnormal),
                Text(result.LabelledAbnormal),
                result.Q is { } q ? Text(q, "F3") : "-",
                Text(result.Auc, "F4"),
                Text(result.AucUnasked, "F4"),
                Text(result.Seconds, "F2"));
        }

        console.Write(table);
    }

    public static void WriteMeans(IAnsiConsole console, IReadOnlyList<BenchmarkRow> results, int seedCount)
    {
        console.WriteLine($"Mean over {seedCount} seeds (standard deviation in brackets):");
        var table = NewTable("stage", "AUC, all rows", "AUC, never asked", "average precision");
        foreach (var stage in results.GroupBy(result => result.Stage))
        {
            table.AddRow(
                Text(stage.Key),
                Spread(stage.Select(result => result.Auc)),
                Spread(stage.Select(result => result.AucUnasked)),
                Spread(stage.Select(result => result.AveragePrecision)));
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

    /// <summary>
    /// A mean and its spread over the runs that have a value, which the cell tells of where some have none: a run that has asked about all
    /// abnormal rows.
    /// </summary>
    private static string Spread(IEnumerable<double> values)
    {
        var runs = values.ToList();
        var all = runs.FindAll(value => !double.IsNaN(value));
        if (all.Count == 0)
        {
            return "-";
        }

        var mean = all.Average();
        var deviation = all.Count < 2 ? double.NaN : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Count - 1));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{mean:F4} ({Text(deviation, "F4")}){(all.Count < runs.Count ? $", {all.Count} of {runs.Count}" : string.Empty)}");
    }

    private static string Text(double value, string format) =>
        double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
