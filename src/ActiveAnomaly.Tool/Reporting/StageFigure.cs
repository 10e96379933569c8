using ActiveAnomaly.Tool.Reporting.Charts;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>Charts and tables of stage metrics for a group of configurations.</summary>
internal sealed class StageFigure(BenchmarkGrid grid, SeriesGroup group)
{
    /// <summary>Writes the legend; with <paramref name="isAggregate"/> it names the lines that lack data sets.</summary>
    public void WriteLegend(HtmlWriter html, bool isAggregate) => ChartLegend.Write(html, group.Series.Select(series =>
    {
        var count = grid.RowsOf(series).Select(row => row.Dataset).Distinct(StringComparer.Ordinal).Count();
        var note = isAggregate && count < grid.Datasets.Count
            ? $" ({NumberText.Count(count)} of {NumberText.Count(grid.Datasets.Count)} data sets)"
            : "";
        return KeyValuePair.Create(series.Name + note, series.Style);
    }));

    /// <summary>Writes one chart with its heading: a metric by stage, for one data set or (null) over all.</summary>
    public void WritePanel(HtmlWriter html, StageMetric metric, string? dataset, ChartAxis yRange, string heading)
    {
        var stages = grid.StagesOf([group], metric);
        var isUnasked = ReferenceEquals(metric, StageMetric.AucUnasked);
        html.Raw(isUnasked ? "<div class=\"panel unasked\">" : "<div class=\"panel\">");
        html.Raw("<p class=\"panel-title\">").Text(heading);
        if (isUnasked && dataset is not null)
            html.Raw(" <span class=\"badge\">rows never asked</span>");
        html.Raw("</p>\n");
        if (stages.Count == 0)
            html.Element("p", "No value at any stage.", "empty");
        else
            ChartDrawing.Write(html, ChartOf(metric, dataset, yRange, heading));
        html.Raw("</div>\n");
    }

    /// <summary>Makes one chart: a metric by stage, for one data set or (null) over all, with standard errors.</summary>
    public Chart ChartOf(StageMetric metric, string? dataset, ChartAxis yRange, string heading)
    {
        var stages = grid.StagesOf([group], metric);
        var xLabel = stages[0] == 0 ? "stage (0 = before any query)" : "stage (query just before it)";
        var chart = LineCharts.Of(
            $"{group.Name}: {heading}",
            ChartAxis.OfIntegers(xLabel, stages),
            yRange with { Title = metric.AxisLabel },
            [.. group.Series.Select(series => Line(series, metric, dataset, stages))]) with
        {
            ReferenceY = ReferenceEquals(metric, StageMetric.AbnormalShare) ? 0.5 : null,
        };
        return dataset is null ? chart with { Width = 480, Height = 280 } : chart;
    }

    /// <summary>Writes the numbers of a metric by stage, over all data sets together or for each of them.</summary>
    public void WriteTable(HtmlWriter html, StageMetric metric, bool isPerDataset)
    {
        foreach (var stages in grid.StagesOf([group], metric).Chunk(DataTable.MostStages))
            WriteTable(html, metric, isPerDataset, stages);
    }

    /// <summary>
    /// Tells whether a line of a chart, for one data set or (null) over all, has a value that rests on fewer data sets or runs than its
    /// others.
    /// </summary>
    public bool HasHollow(StageMetric metric, string? dataset)
    {
        var stages = grid.StagesOf([group], metric);
        return group.Series.Any(series => Line(series, metric, dataset, stages).Points.Any(IsHollow));

        static bool IsHollow(ChartPoint point) => point.IsHollow && double.IsFinite(point.Y);
    }

    /// <summary>Returns every value and end of an error bar that a chart of the metric would show.</summary>
    public IEnumerable<double> Extent(StageMetric metric, string? dataset) =>
        LineCharts.Extent(group.Series.Select(series => Line(series, metric, dataset, grid.Stages)));

    private void WriteTable(HtmlWriter html, StageMetric metric, bool isPerDataset, IReadOnlyList<int> stages)
    {
        var columns = stages.Select(stage => "stage " + NumberText.Count(stage)).Prepend(group.LineNoun);
        if (isPerDataset)
            columns = columns.Prepend("data set");
        var caption = $"{group.Name}: {metric.Name}, mean ± standard error";
        var table = new DataTable(caption, isPerDataset ? 2 : 1, columns.ToList());
        IEnumerable<string?> datasets = [null];
        if (isPerDataset)
            datasets = grid.Datasets;
        foreach (var dataset in datasets)
        {
            foreach (var series in group.Series)
            {
                var cells = stages.Select(stage =>
                    NumberText.Estimate(
                        grid.At(series, metric, stage, dataset), isPerDataset ? 1 : DatasetCount(series), RunCount(series, dataset)));
                table.Add(dataset is null ? cells.Prepend(series.Name) : cells.Prepend(series.Name).Prepend(dataset));
            }
        }

        table.Write(html);
    }

    private ChartSeries Line(ResultSeries series, StageMetric metric, string? dataset, IReadOnlyList<int> stages)
    {
        var estimates = stages.Select(stage => grid.At(series, metric, stage, dataset)).ToList();
        // A data set more is a run more.
        var fullCount = estimates.Select(estimate => estimate.RunCount).DefaultIfEmpty().Max();
        var points = stages.Zip(estimates, (stage, estimate) =>
            new ChartPoint(stage, estimate.Mean, estimate.StandardError, estimate.RunCount < fullCount));
        return new ChartSeries(series.Name, series.Style, points.ToList());
    }

    private int DatasetCount(ResultSeries series) =>
        grid.RowsOf(series).Select(row => row.Dataset).Distinct(StringComparer.Ordinal).Count();

    private int RunCount(ResultSeries series, string? dataset) => grid.RowsOf(series)
        .Where(row => dataset is null || row.Dataset == dataset).Select(row => (row.Dataset, row.Seed)).Distinct().Count();
}
