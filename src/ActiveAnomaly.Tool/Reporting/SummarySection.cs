using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The table with one line a configuration.</summary>
internal static class SummarySection
{
    private static readonly string[] RunColumns = ["data sets", "seeds", "pseudo-abnormal", "seconds a run"];

    public static void Write(HtmlWriter html, BenchmarkGrid grid)
    {
        var first = grid.Stages[0];
        html.Raw("<section id=\"summary\">\n").Element("h2", "Summary");
        if (grid.IsIncomplete())
        {
            html.Element("p", "Not every configuration has every data set and seed. Means over different data sets cannot be compared: "
                + "the table and the legends say how many each rests on.", "warning");
        }

        var series = grid.GroupByLoss().SelectMany(group => group.Series).ToList();
        var unasked = new UnaskedSets(grid.Rows);
        var columns = ValueColumns(grid, first, unasked);
        var table = new DataTable(
            "Mean over data sets of the mean over seeds ± standard error; bold: the highest of its column"
            + (unasked.AreAll ? string.Empty : $"; never asked: over {unasked}"),
            2,
            ["loss", "strategy", .. columns.Select(column => column.Name), .. RunColumns]);
        // Only configurations that ran on every data set compete for the bold type.
        var best = columns.ConvertAll(column => series
            .Select(one => column.Value(one))
            .Where(estimate => estimate.DatasetCount == column.DatasetCount)
            .Select(estimate => estimate.Mean)
            .DefaultIfEmpty(double.NaN)
            .Max());
        foreach (var one in series)
        {
            var rows = grid.RowsOf(one).ToList();
            var datasetCount = rows.Select(row => row.Dataset).Distinct(StringComparer.Ordinal).Count();
            var values = columns.Select((column, index) =>
            {
                var estimate = column.Value(one);
                var isBest = series.Count > 1 && estimate.DatasetCount == column.DatasetCount && estimate.Mean >= best[index];
                return new DataCell(NumberText.Estimate(estimate, Math.Min(datasetCount, column.DatasetCount)), isBest);
            });
            table.Add([new(one.Loss), new(one.Strategy), .. values, .. Runs(rows, datasetCount).Select(text => new DataCell(text))]);
        }

        table.Write(html);
        html.Raw("</section>\n");
    }

    /// <summary>The columns, and the number of data sets that each is a mean over.</summary>
    private static List<(string Name, int DatasetCount, Func<ResultSeries, Estimate> Value)> ValueColumns(
        BenchmarkGrid grid, int first, UnaskedSets unasked)
    {
        // A pool that is used up ends a run early: the last stage is each run's own.
        Estimate Last(ResultSeries series, StageMetric metric) => Estimate.Of(
            grid.RowsOf(series).GroupBy(row => (row.Dataset, row.Seed)).Select(run => run.MaxBy(row => row.Stage)!)
                .Select(row => KeyValuePair.Create(row.Dataset, metric.Value(row) ?? double.NaN)));

        var all = grid.Datasets.Count;
        var columns = new List<(string Name, int DatasetCount, Func<ResultSeries, Estimate> Value)>
        {
            ($"AUC, stage {NumberText.Count(first)}", all, series => grid.At(series, StageMetric.Auc, first, dataset: null)),
        };
        if (grid.Stages.Count > 1)
        {
            columns.Add(("AUC, mean after stage 0", all, series => MeanOfQueriedStages(grid, series)));
            columns.Add(("AUC, last stage", all, series => Last(series, StageMetric.Auc)));
        }

        var comparable = StageMetric.AucUnasked with { Value = row => unasked.Contains(row.Dataset) ? row.AucUnasked : null };
        columns.Add(("never asked, last stage", unasked.Count, series => Last(series, comparable)));
        columns.Add(("average precision, last stage", all, series => Last(series, StageMetric.AveragePrecision)));
        return columns;
    }

    /// <summary>Averages each run over its stages after stage 0 before it averages runs, so that the error is that of runs.</summary>
    private static Estimate MeanOfQueriedStages(BenchmarkGrid grid, ResultSeries series) => Estimate.Of(grid.RowsOf(series)
        .Where(row => row.Stage > 0)
        .GroupBy(row => (row.Dataset, row.Seed))
        .Select(run => KeyValuePair.Create(run.Key.Dataset, run.Average(row => row.Auc))));

    private static string[] Runs(List<BenchmarkRow> rows, int datasetCount)
    {
        var seeds = rows.GroupBy(row => row.Dataset, StringComparer.Ordinal)
            .Select(group => group.Select(row => row.Seed).Distinct().Count())
            .ToList();
        return
        [
            NumberText.Count(datasetCount),
            seeds.Min() == seeds.Max() ? NumberText.Count(seeds[0]) : $"{NumberText.Count(seeds.Min())} to {NumberText.Count(seeds.Max())}",
            rows[0].PseudoAbnormal ? "yes" : "no",
            Seconds(rows),
        ];
    }

    private static string Seconds(List<BenchmarkRow> rows) => NumberText.Fixed(
        rows.GroupBy(row => (row.Dataset, row.Seed)).Average(run => run.Sum(row => row.Seconds)), decimals: 1);
}
