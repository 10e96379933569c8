using System.Globalization;
using Spectre.Console;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>
/// The methods of a benchmark side by side: each measure as the mean over data sets of the mean over seeds, with its standard error from
/// the seeds, and the difference of each method to the first one, run by run, with its standard error over the data sets.
/// </summary>
internal static class BenchmarkSummary
{
    public static void Write(IAnsiConsole console, IReadOnlyList<BenchmarkRow> rows)
    {
        var lastStage = rows.Count == 0 ? 0 : rows.Max(row => row.Stage);
        var unasked = new UnaskedSets(rows);
        // Where nothing is asked all that comes after the first stage would be empty, or the same again.
        var asks = lastStage > 0;
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in (string[])
            [
                "loss", "query", "AUC 0",
                .. asks ? (string[])[$"AUC 1-{lastStage}", "AUC at the end", "never asked"] : [],
                "precision",
                .. asks ? (string[])["hits"] : [],
                "beside the first",
            ])
        {
            table.AddColumn(column);
        }

        var setCount = rows.Select(row => row.Dataset).Distinct().Count();
        var hasFewer = false;
        RunMeasures[]? first = null;
        foreach (var method in rows.GroupBy(row => (row.Loss, row.Query, row.PseudoAbnormal)))
        {
            RunMeasures[] runs =
            [
                .. method.GroupBy(row => (row.Dataset, row.Seed)).Select(run => RunMeasures.Of(run.Key.Dataset, run.Key.Seed, [.. run])),
            ];
            string[] later = asks
                ?
                [
                    Cell(runs, run => run.MeanAuc, setCount),
                    Cell(runs, run => run.LastAuc, setCount),
                    Cell(runs.Where(run => unasked.Contains(run.Dataset)), run => run.LastAucUnasked, unasked.Count),
                ]
                : [];
            table.AddRow([
                Markup.Escape(method.Key.Loss),
                BenchmarkTables.QueryOf(method.Key.Query, method.Key.PseudoAbnormal),
                Cell(runs, run => run.FirstAuc, setCount),
                .. later,
                Cell(runs, run => run.LastPrecision, setCount),
                .. asks ? (string[])[Cell(runs, run => run.Hits, setCount)] : [],
                first is null ? string.Empty : Beside(first, runs),
            ]);
            first ??= runs;
        }

        console.WriteTitled("Methods side by side, 100 x: mean over data sets (standard error, from the seeds)", table);
        const string DifferenceNote = "beside the first: difference at the end, of AUC / precision, with standard errors over the data "
            + "sets, and the data sets with a higher AUC. A single run or data set has no standard error (-).";
        console.WriteLine(asks
            ? $"AUC over all rows; never asked: AUC over the rows never asked, over {unasked}, and precision: average precision, at the "
                + "end, which is a run's last stage: 0 where nothing is asked; hits: abnormal rows among those asked; " + DifferenceNote
            : "AUC over all rows; precision: average precision; " + DifferenceNote);
        if (hasFewer)
        {
            console.WriteLine(FewerSets.Note);
        }

        string Cell(IEnumerable<RunMeasures> of, Func<RunMeasures, double> measure, int all)
        {
            var (mean, error) = Mean(of, measure);
            var share = FewerSets.Share(of.Where(run => !double.IsNaN(measure(run))).Select(run => run.Dataset).Distinct().Count(), all);
            hasFewer |= share.Length > 0;
            return double.IsNaN(mean) ? "-" : $"{Text(mean)} ({Text(error)}){share}";
        }
    }

    /// <summary>The mean over data sets of the mean over seeds, and its standard error with the data sets as they are.</summary>
    internal static (double Mean, double Error) Mean(IEnumerable<RunMeasures> runs, Func<RunMeasures, double> measure)
    {
        var sets = runs.Where(run => !double.IsNaN(measure(run))).GroupBy(run => run.Dataset)
            .Select(set => set.Select(measure).ToArray()).ToArray();
        return sets.Length == 0
            ? (double.NaN, double.NaN)
            : (sets.Average(set => set.Average()), Math.Sqrt(sets.Sum(set => Variance(set) / set.Length)) / sets.Length);
    }

    /// <summary>
    /// The mean difference of a measure between runs of the same data set and seed, and its standard error over data sets.
    /// </summary>
    internal static (double Mean, double Error, int HigherCount, int SetCount) Difference(
        RunMeasures[] first, RunMeasures[] runs, Func<RunMeasures, double> measure)
    {
        var sets = (from run in runs
            join other in first on (run.Dataset, run.Seed) equals (other.Dataset, other.Seed)
            let difference = measure(run) - measure(other)
            where !double.IsNaN(difference)
            group difference by run.Dataset into set
            select set.Average()).ToArray();
        return sets.Length == 0
            ? (double.NaN, double.NaN, 0, 0)
            : (sets.Average(), Math.Sqrt(Variance(sets) / sets.Length), sets.Count(difference => difference > 0), sets.Length);
    }

    private static double Variance(double[] values) => values.Length < 2
        ? double.NaN
        : values.Sum(value => (value - values.Average()) * (value - values.Average())) / (values.Length - 1);

    private static string Beside(RunMeasures[] first, RunMeasures[] runs)
    {
        var (auc, precision) = (Difference(first, runs, run => run.LastAuc), Difference(first, runs, run => run.LastPrecision));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{SignedNumber.Text(100 * auc.Mean, 1)} ({Text(auc.Error)}) / {SignedNumber.Text(100 * precision.Mean, 1)} "
            + $"({Text(precision.Error)}), {auc.HigherCount} of {auc.SetCount}");
    }

    private static string Text(double value) =>
        double.IsNaN(value) ? "-" : (100 * value).ToString("F1", CultureInfo.InvariantCulture);
}
