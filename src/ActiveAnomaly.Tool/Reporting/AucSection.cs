using ActiveAnomaly.Tool.Reporting.Charts;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>AUC by stage: strategies within each loss, losses within each strategy, over all data sets and for each.</summary>
internal sealed class AucSection(BenchmarkGrid grid)
{
    private static readonly StageMetric[] Metrics = [StageMetric.Auc, StageMetric.AucUnasked];

    // The scale of a data set depends on nothing else, so that its charts can be compared across figures.
    private readonly Dictionary<string, ChartAxis> rangeByDataset = grid.Datasets.ToDictionary(
        dataset => dataset, dataset => Range(grid, dataset), StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether there is a second data set, so that each gets its own charts too.</summary>
    public bool HasDatasets => grid.Datasets.Count > 1;

    public void WriteAggregate(HtmlWriter html)
    {
        html.Raw("<section id=\"auc\">\n").Element("h2", HasDatasets ? "AUC by stage, over all data sets" : "AUC by stage");
        html.Element("p", "All charts of this section have the same scale. The chart over rows never asked leaves out the rows that "
            + "the expert was asked about: those answers help the score of their own rows, so it is the stricter view. Each "
            + "strategy leaves other rows behind, mostly the harder ones, so its level differs from the chart over all rows.");
        var range = Range(grid, dataset: null);
        WriteGroups(html, (figure, group, subject) => WriteAggregateFigure(html, figure, group, subject, range));
        html.Raw("</section>\n");
    }

    public void WriteDatasets(HtmlWriter html)
    {
        html.Raw("<section id=\"auc-datasets\">\n").Element("h2", "AUC by stage, for each data set");
        html.Element("p", "Scales differ between data sets; a data set has the same scale in every chart of this section.");
        WriteGroups(html, (figure, group, subject) => WriteDatasetFigure(html, figure, group, subject));
        html.Raw("</section>\n");
    }

    private void WriteGroups(HtmlWriter html, Action<StageFigure, SeriesGroup, string> write)
    {
        // A single loss makes every chart by strategy a single line that the chart by loss has already; and the other way round.
        if (grid.Strategies.Count > 1 || grid.Losses.Count == 1)
        {
            foreach (var group in grid.GroupByLoss())
                WriteGroup(html, group, $"Query strategies with loss {group.Name}", write);
        }

        if (grid.Losses.Count > 1)
        {
            foreach (var group in grid.GroupByStrategy())
                WriteGroup(html, group, $"Losses with query strategy {group.Name}", write);
        }
    }

    private void WriteGroup(HtmlWriter html, SeriesGroup group, string subject, Action<StageFigure, SeriesGroup, string> write)
    {
        html.Raw("<div class=\"result\">\n").Element("h3", subject);
        write(new StageFigure(grid, group), group, subject);
        html.Raw("</div>\n");
    }

    private void WriteAggregateFigure(HtmlWriter html, StageFigure figure, SeriesGroup group, string subject, ChartAxis range)
    {
        html.Raw("<figure>\n");
        figure.WriteLegend(html, isAggregate: true);
        html.Raw("<div class=\"panels two\">\n");
        figure.WritePanel(html, StageMetric.Auc, dataset: null, range, "All rows");
        figure.WritePanel(html, StageMetric.AucUnasked, dataset: null, range, "Rows never asked");
        var caption = StageCaption.OfAll(grid, "AUC by stage", Metrics.Any(metric => figure.HasHollow(metric, dataset: null)));
        html.Raw("</div>\n").Element("figcaption", caption).Raw("</figure>\n");
        Disclosure.Write(html, $"Numbers: {subject}", () =>
        {
            foreach (var metric in Metrics)
                figure.WriteTable(html, metric, isPerDataset: false);
        });
    }

    private void WriteDatasetFigure(HtmlWriter html, StageFigure figure, SeriesGroup group, string subject)
    {
        WriteDatasetPanels(html, figure, StageMetric.Auc, "AUC by stage over all rows");
        Disclosure.Write(html, $"Rows never asked: {subject}", () =>
            WriteDatasetPanels(html, figure, StageMetric.AucUnasked, "AUC by stage over the rows never asked"));
        Disclosure.Write(html, $"Numbers: {subject}, for each data set", () =>
        {
            foreach (var metric in Metrics)
                figure.WriteTable(html, metric, isPerDataset: true);
        });
    }

    private void WriteDatasetPanels(HtmlWriter html, StageFigure figure, StageMetric metric, string subject)
    {
        html.Raw("<figure>\n");
        figure.WriteLegend(html, isAggregate: false);
        html.Raw("<div class=\"panels many\">\n");
        foreach (var dataset in grid.Datasets)
            figure.WritePanel(html, metric, dataset, rangeByDataset[dataset], dataset);
        var caption = StageCaption.OfEach(grid, subject, grid.Datasets.Any(dataset => figure.HasHollow(metric, dataset)));
        html.Raw("</div>\n").Element("figcaption", caption).Raw("</figure>\n");
    }

    private static ChartAxis Range(BenchmarkGrid grid, string? dataset) => ChartAxis.Covering(
        string.Empty,
        from loss in grid.GroupByLoss()
        from metric in Metrics
        from value in new StageFigure(grid, loss).Extent(metric, dataset)
        select value);
}
