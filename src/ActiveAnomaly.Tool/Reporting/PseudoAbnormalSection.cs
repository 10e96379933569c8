using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>What pseudo-abnormal rows are worth, where runs have been made with and without them: differences in pairs.</summary>
internal sealed class PseudoAbnormalSection(BenchmarkGrid grid)
{
    private readonly List<(string Loss, string Query)> _pairs =
    [
        .. grid.Rows.GroupBy(row => (row.Loss, row.Query))
            .Where(group => group.Any(row => row.PseudoAbnormal) && group.Any(row => !row.PseudoAbnormal))
            .Select(group => group.Key),
    ];

    /// <summary>Gets a value indicating whether no loss and query have been run both ways.</summary>
    public bool IsEmpty => _pairs.Count == 0;

    public void Write(HtmlWriter html)
    {
        html.Raw("<section id=\"pseudo-abnormal\">\n").Element("h2", "What pseudo-abnormal rows are worth");
        html.Element("p", "The AUC with pseudo-abnormal rows less that without them, in runs of the same data set and seed, as the mean of "
            + "the stages after stage 0. Both kinds of runs come into one results file where the benchmark is run with 1, and again with "
            + "0 and --resume.");
        var table = new DataTable(
            "AUC over all rows, mean after stage 0: mean difference over seeds ± standard error; over data sets, these held fixed",
            2,
            ["loss", "query", .. grid.Datasets, "over data sets"]);
        foreach (var (loss, query) in _pairs)
        {
            table.Add(
            [
                loss,
                query,
                .. grid.Datasets.Select(dataset => Text(Difference(loss, query, dataset))),
                Text(Difference(loss, query, dataset: null)),
            ]);
        }

        table.Write(html);
        html.Raw("</section>\n");
    }

    /// <summary>Estimates the difference of a loss and query, for one data set or (null) over all.</summary>
    public Estimate Difference(string loss, string query, string? dataset)
    {
        List<BenchmarkRow> rows =
        [
            .. grid.Rows.Where(row =>
                row.Loss == loss && row.Query == query && row.Stage > 0 && (dataset is null || row.Dataset == dataset)),
        ];
        return Estimate.Of(
            from with in rows.Where(row => row.PseudoAbnormal)
            join without in rows.Where(row => !row.PseudoAbnormal)
                on (with.Dataset, with.Seed, with.Stage) equals (without.Dataset, without.Seed, without.Stage)
            group with.Auc - without.Auc by (with.Dataset, with.Seed) into run
            select KeyValuePair.Create(run.Key.Dataset, run.Average()));
    }

    private static string Text(Estimate estimate) => estimate.DatasetCount == 0
        ? NumberText.Missing
        : (Math.Round(estimate.Mean, 3) > 0 ? "+" : string.Empty) + NumberText.Estimate(estimate, estimate.DatasetCount);
}
