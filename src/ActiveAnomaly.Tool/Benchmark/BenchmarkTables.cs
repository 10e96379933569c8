using System.Globalization;
using Spectre.Console;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>The benchmark's tables: mean and standard deviation over seeds by stage, for each data set and over all.</summary>
internal static class BenchmarkTables
{
    public static void Write(IAnsiConsole console, IReadOnlyList<BenchmarkRow> rows)
    {
        foreach (var dataset in rows.GroupBy(row => row.Dataset))
        {
            Write(console, $"{dataset.Key}: 100 x AUC over all rows, mean (standard deviation) over seeds", [.. dataset], string.Empty);
        }

        if (rows.Select(row => row.Dataset).Distinct().Count() > 1)
        {
            Write(
                console,
                "All data sets: 100 x AUC over all rows, mean over data sets of the mean over seeds (mean of their standard deviations)",
                rows,
                "Every data set counts the same.");
            if (rows.Any(row => row.Stage > 0))
            {
                WriteUnasked(console, rows);
            }
        }
    }

    /// <summary>The table over the rows never asked, of the data sets on which the methods can be compared.</summary>
    private static void WriteUnasked(IAnsiConsole console, IReadOnlyList<BenchmarkRow> rows)
    {
        var sets = new UnaskedSets(rows);
        if (sets.Count == 0)
        {
            console.WriteLine("No table over the rows never asked: on every data set some run has asked about all abnormal rows.");
            return;
        }

        Write(
            console,
            sets.AreAll ? "All data sets: the same over the rows never asked" : "The same over the rows never asked",
            [.. rows.Where(row => sets.Contains(row.Dataset)).Select(row => row with { Auc = row.AucUnasked })],
            $"Over {sets}; every one counts the same.");
    }

    /// <summary>What a table calls a query, as markup.</summary>
    public static string QueryOf(string query, bool pseudoAbnormal) => Markup.Escape(query + (pseudoAbnormal ? " +ps" : string.Empty));

    private static void Write(IAnsiConsole console, string title, IReadOnlyList<BenchmarkRow> rows, string note)
    {
        var stages = rows.Select(row => row.Stage).Distinct().Order().ToList();
        var table = new Table().Border(TableBorder.Simple).AddColumn("loss").AddColumn("query")
            .AddColumn(new TableColumn("runs").RightAligned());
        foreach (var stage in stages)
        {
            table.AddColumn(new TableColumn(string.Create(CultureInfo.InvariantCulture, $"{stage}")).RightAligned());
        }

        var hasQueries = stages.Any(stage => stage > 0);
        var setCount = rows.Select(row => row.Dataset).Distinct().Count();
        var hasFewer = false;
        if (hasQueries)
        {
            table.AddColumn(new TableColumn("mean 1-").RightAligned());
        }

        foreach (var method in rows.GroupBy(row => (row.Loss, row.Query, row.PseudoAbnormal)))
        {
            List<string> cells =
            [
                Markup.Escape(method.Key.Loss),
                QueryOf(method.Key.Query, method.Key.PseudoAbnormal),
                Text(method.Select(row => (row.Dataset, row.Seed)).Distinct().Count(), "F0"),
            ];
            foreach (var stage in stages)
            {
                var (mean, deviation, count) = MeanAndDeviation(method.Where(row => row.Stage == stage));
                cells.Add($"{Text(100 * mean, "F1")} ({Text(100 * deviation, "F1")}){Share(count)}");
            }

            if (hasQueries)
            {
                var (mean, _, count) = MeanAndDeviation(method.Where(row => row.Stage > 0));
                cells.Add(Text(100 * mean, "F1") + Share(count));
            }

            table.AddRow([.. cells]);
        }

        console.WriteTitled(title, table);
        console.WriteLine(note);
        if (hasFewer)
        {
            console.WriteLine(FewerSets.Note);
        }

        string Share(int count)
        {
            var share = FewerSets.Share(count, setCount);
            hasFewer |= share.Length > 0;
            return share;
        }
    }

    private static (double Mean, double Deviation, int SetCount) MeanAndDeviation(IEnumerable<BenchmarkRow> rows)
    {
        // A pool without anomalies, of a small ratio, has no AUC; such runs count in no mean.
        var sets = rows.Where(row => !double.IsNaN(row.Auc)).GroupBy(row => row.Dataset).Select(set =>
        {
            var values = set.GroupBy(row => row.Seed).Select(seed => seed.Average(row => row.Auc)).ToList();
            var mean = values.Average();
            return (
                Mean: mean,
                Deviation: values.Count < 2
                    ? double.NaN
                    : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
        }).ToList();
        return sets.Count == 0
            ? (double.NaN, double.NaN, 0)
            : (sets.Average(set => set.Mean), sets.Average(set => set.Deviation), sets.Count);
    }

    private static string Text(double value, string format) =>
        double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);
}
