using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Reporting.Charts;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The rows of a benchmark by loss, strategy, data set and stage, each list in the order of first appearance.</summary>
internal sealed class BenchmarkGrid
{
    private readonly ILookup<(string Loss, string Strategy, int Stage), BenchmarkRow> byStage;
    private readonly ILookup<(string Loss, string Strategy), BenchmarkRow> byConfiguration;
    private readonly HashSet<string> strategiesOfBothKinds;

    public BenchmarkGrid(IReadOnlyList<BenchmarkRow> rows)
    {
        strategiesOfBothKinds = rows
            .GroupBy(row => row.Query, StringComparer.Ordinal)
            .Where(group => group.Any(row => row.PseudoAbnormal) && group.Any(row => !row.PseudoAbnormal))
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
        Rows = rows;
        Losses = rows.Select(row => row.Loss).Distinct(StringComparer.Ordinal).ToList();
        Strategies = rows.Select(StrategyOf).Distinct(StringComparer.Ordinal).ToList();
        Datasets = rows.Select(row => row.Dataset).Distinct(StringComparer.Ordinal).ToList();
        Stages = rows.Select(row => row.Stage).Distinct().Order().ToList();
        byStage = rows.ToLookup(row => (row.Loss, StrategyOf(row), row.Stage));
        byConfiguration = rows.ToLookup(row => (row.Loss, StrategyOf(row)));
    }

    public IReadOnlyList<BenchmarkRow> Rows { get; }

    public IReadOnlyList<string> Losses { get; }

    public IReadOnlyList<string> Strategies { get; }

    public IReadOnlyList<string> Datasets { get; }

    public IReadOnlyList<int> Stages { get; }

    /// <summary>Names a row's strategy; with and without pseudo-abnormal rows are two strategies where a run has both.</summary>
    public string StrategyOf(BenchmarkRow row) =>
        strategiesOfBothKinds.Contains(row.Query) && row.PseudoAbnormal ? row.Query + " + pseudo-abnormal" : row.Query;

    /// <summary>Returns a group for each loss, whose lines are its strategies.</summary>
    public IReadOnlyList<SeriesGroup> GroupByLoss() => Losses
        .Select(loss => new SeriesGroup(loss, "strategy", Strategies
            .Select((strategy, index) => new ResultSeries(loss, strategy, strategy, ChartStyle.OfCategory(index)))
            .Where(Exists)
            .ToList()))
        .ToList();

    /// <summary>Returns a group for each strategy, whose lines are its losses.</summary>
    public IReadOnlyList<SeriesGroup> GroupByStrategy() => Strategies
        .Select(strategy => new SeriesGroup(strategy, "loss", Losses
            .Select((loss, index) => new ResultSeries(loss, strategy, loss, ChartStyle.OfCategory(index)))
            .Where(Exists)
            .ToList()))
        .ToList();

    /// <summary>Returns the rows of a configuration.</summary>
    public IEnumerable<BenchmarkRow> RowsOf(ResultSeries series) => byConfiguration[(series.Loss, series.Strategy)];

    /// <summary>Estimates a metric at a stage, for one data set or (null) over all.</summary>
    public Estimate At(ResultSeries series, StageMetric metric, int stage, string? dataset)
    {
        var rows = byStage[(series.Loss, series.Strategy, stage)];
        if (dataset is not null)
            rows = rows.Where(row => row.Dataset == dataset);
        return Estimate.Of(rows.Select(row => KeyValuePair.Create(row.Dataset, metric.Value(row) ?? double.NaN)));
    }

    /// <summary>Returns the stages at which some row of the groups has a value of the metric.</summary>
    public IReadOnlyList<int> StagesOf(IEnumerable<SeriesGroup> groups, StageMetric metric) => groups
        .SelectMany(group => group.Series)
        .SelectMany(RowsOf)
        .Where(row => double.IsFinite(metric.Value(row) ?? double.NaN))
        .Select(row => row.Stage)
        .Distinct()
        .Order()
        .ToList();

    /// <summary>Says how many seeds the configurations ran on each data set: "5 seeds" or "3 to 5 seeds".</summary>
    public string SeedText(string? dataset)
    {
        var counts = Rows
            .Where(row => dataset is null || row.Dataset == dataset)
            .GroupBy(row => (row.Dataset, row.Loss, StrategyOf(row)))
            .Select(group => group.Select(row => row.Seed).Distinct().Count())
            .ToList();
        return NumberText.Range(counts.Min(), counts.Max(), "seed");
    }

    /// <summary>Gets a value indicating whether some configuration lacks a data set or a seed that another one has.</summary>
    public bool IsIncomplete()
    {
        var cells = Rows.GroupBy(row => (row.Dataset, row.Loss, StrategyOf(row)))
            .Select(group => group.Select(row => row.Seed).Distinct().Count())
            .ToList();
        var configurations = Rows.Select(row => (row.Loss, StrategyOf(row))).Distinct().Count();
        return cells.Count < configurations * Datasets.Count || cells.Min() < cells.Max();
    }

    private bool Exists(ResultSeries series) => byConfiguration.Contains((series.Loss, series.Strategy));
}
