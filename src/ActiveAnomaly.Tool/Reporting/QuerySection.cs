using ActiveAnomaly.Tool.Reporting.Charts;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The answers' abnormal share r and the boundary's quantile q by stage, for the strategies that have them.</summary>
internal sealed class QuerySection
{
    private readonly BenchmarkGrid grid;
    private readonly List<SeriesGroup> groups;

    public QuerySection(BenchmarkGrid grid)
    {
        this.grid = grid;
        groups = grid.GroupByStrategy().Where(group => MetricsOf(group).Count > 0).ToList();
    }

    public bool IsEmpty => groups.Count == 0;

    public void Write(HtmlWriter html)
    {
        html.Raw("<section id=\"queries\">\n").Element("h2", "Queries: abnormal share of the answers and boundary quantile");
        html.Element("p", "r is the abnormal share of the answers to the query just before a stage; q is the quantile of the scores at "
            + "which that query set its boundary. An adaptive boundary moves up while r is under one half (dotted) and down while it "
            + "is over. Strategies without a boundary have no q.");
        foreach (var group in groups)
            WriteGroup(html, group);
        html.Raw("</section>\n");
    }

    private void WriteGroup(HtmlWriter html, SeriesGroup group)
    {
        var figure = new StageFigure(grid, group);
        var metrics = MetricsOf(group);
        html.Raw("<div class=\"result\">\n").Element("h3", $"Answers and boundary with query strategy {group.Name}");
        html.Raw("<figure>\n");
        figure.WriteLegend(html, isAggregate: true);
        html.Raw("<div class=\"panels two\">\n");
        foreach (var metric in metrics)
            figure.WritePanel(html, metric, dataset: null, ChartAxis.Unit(metric.AxisLabel), metric.Name);
        var names = string.Join(" and ", metrics.Select(metric => metric.Name));
        var caption = StageCaption.OfAll(grid, names, metrics.Exists(metric => figure.HasHollow(metric, dataset: null)));
        html.Raw("</div>\n").Element("figcaption", caption).Raw("</figure>\n");
        foreach (var metric in grid.Datasets.Count > 1 ? metrics : [])
            Disclosure.Write(html, $"For each data set: {metric.Name}, {group.Name}", () => WriteDatasets(html, figure, metric));
        Disclosure.Write(html, $"Numbers: answers and boundary, {group.Name}", () =>
        {
            foreach (var metric in metrics)
                figure.WriteTable(html, metric, isPerDataset: false);
            foreach (var metric in grid.Datasets.Count > 1 ? metrics : [])
                figure.WriteTable(html, metric, isPerDataset: true);
        });
        html.Raw("</div>\n");
    }

    private void WriteDatasets(HtmlWriter html, StageFigure figure, StageMetric metric)
    {
        html.Raw("<figure>\n");
        figure.WriteLegend(html, isAggregate: false);
        html.Raw("<div class=\"panels many\">\n");
        foreach (var dataset in grid.Datasets)
            figure.WritePanel(html, metric, dataset, ChartAxis.Unit(metric.AxisLabel), dataset);
        var caption = StageCaption.OfEach(grid, metric.Name, grid.Datasets.Any(dataset => figure.HasHollow(metric, dataset)));
        html.Raw("</div>\n").Element("figcaption", caption).Raw("</figure>\n");
    }

    private List<StageMetric> MetricsOf(SeriesGroup group) =>
        new[] { StageMetric.AbnormalShare, StageMetric.BoundaryQuantile }
            .Where(metric => grid.StagesOf([group], metric).Count > 0)
            .ToList();
}
