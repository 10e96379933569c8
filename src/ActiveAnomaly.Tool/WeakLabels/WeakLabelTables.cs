using System.Globalization;
using ActiveAnomaly.Tool.Benchmark;
using Spectre.Console;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>The tables of an experiment, for people.</summary>
internal static class WeakLabelTables
{
    /// <summary>Gets the measures by the names that documents have for them.</summary>
    public static IReadOnlyList<(string Name, string Title, Func<WeakLabelRow, double> Of)> Measures { get; } =
    [
        ("aucPr", "AUC-PR (trapezoids)", row => row.AucPr),
        ("averagePrecision", "AUC-PR (average precision)", row => row.AveragePrecision),
        ("aucRoc", "AUC-ROC", row => row.AucRoc),
    ];

    public static void Write(IAnsiConsole console, WeakLabelsOptions options, IReadOnlyList<WeakLabelRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        if (options.Experiment == WeakLabelExperiment.Scalability)
        {
            WriteValues(
                console, options, rows, "training, seconds, the scores of the training rows included", row => row.TrainSeconds, "F3");
            WriteValues(console, options, rows, "scoring, seconds", row => row.ScoreSeconds, "F3");
            return;
        }

        if (options.Experiment == WeakLabelExperiment.Ablations)
        {
            AblationTables.Write(console, rows);
            return;
        }

        foreach (var (_, title, measure) in Measures)
        {
            if (rows.Any(row => row.Setting.Length > 0))
            {
                WriteValues(console, options, rows, title, measure, "F3");
            }
            else
            {
                WriteDatasets(console, options, rows, title, measure);
            }
        }
    }

    /// <summary>A line a method, a column a data set, their mean, and what the first method is beside it.</summary>
    private static void WriteDatasets(
        IAnsiConsole console, WeakLabelsOptions options, IReadOnlyList<WeakLabelRow> rows, string title, Func<WeakLabelRow, double> measure)
    {
        string[] datasets = [.. rows.Select(row => row.Dataset).Distinct()];
        var table = new Table().Border(TableBorder.Simple).AddColumn("method");
        foreach (var column in (string[])[.. datasets, "mean", "first less this", "better on", "signed rank p"])
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        }

        var hasFewer = false;
        foreach (var method in options.Methods)
        {
            SampleMean[] means =
            [
                .. datasets.Select(dataset => SampleMean.Of(
                    [.. rows.Where(row => row.Method == method && row.Dataset == dataset).Select(measure)])),
            ];
            double[] present = [.. means.Where(mean => mean.Count > 0).Select(mean => mean.Mean)];
            var share = FewerSets.Share(present.Length, datasets.Length);
            hasFewer |= share.Length > 0;
            table.AddRow([
                Markup.Escape(method),
                .. means.Select(mean => Text(mean)),
                Number(present.DefaultIfEmpty(double.NaN).Average(), "F3") + share,
                .. Text(method == options.Methods[0] ? null : WeakLabelComparison.Of(rows, options.Methods[0], method, measure)),
            ]);
        }

        console.WriteTitled($"{title}: mean over runs (standard error)", table);
        if (hasFewer)
        {
            console.WriteLine(FewerSets.Note);
        }
    }

    /// <summary>A table a data set and setting; a line a value, a column a method.</summary>
    private static void WriteValues(
        IAnsiConsole console,
        WeakLabelsOptions options,
        IReadOnlyList<WeakLabelRow> rows,
        string title,
        Func<WeakLabelRow, double> measure,
        string format)
    {
        foreach (var set in rows.GroupBy(row => (row.Dataset, row.Setting)))
        {
            var table = new Table().Border(TableBorder.Simple).AddColumn(set.Key.Setting);
            foreach (var method in options.Methods)
            {
                table.AddColumn(new TableColumn(Markup.Escape(method)).RightAligned());
            }

            foreach (var value in set.GroupBy(row => row.Value))
            {
                table.AddRow([
                    Markup.Escape(value.Key),
                    .. options.Methods.Select(method =>
                        Text(SampleMean.Of([.. value.Where(row => row.Method == method).Select(measure)]), format)),
                ]);
            }

            console.WriteTitled($"{set.Key.Dataset}: {title}, mean over runs (standard error)", table);
        }
    }

    private static string[] Text(WeakLabelComparison? comparison) => comparison is null
        ? [string.Empty, string.Empty, string.Empty]
        :
        [
            $"{SignedNumber.Text(comparison.MeanDifference, 3)} ({Number(comparison.StandardError, "F3")})",
            string.Create(CultureInfo.InvariantCulture, $"{comparison.FirstBetter} of {comparison.DataSets}"),
            Number(comparison.PValue, "G3"),
        ];

    public static string Text(SampleMean mean, string format = "F3") => mean.Count == 0
        ? "-"
        : $"{Number(mean.Mean, format)} ({Number(mean.StandardError, format)})";

    public static string Number(double value, string format) =>
        double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);
}
