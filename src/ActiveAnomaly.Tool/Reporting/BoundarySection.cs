using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Reporting.Charts;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The fraction of normal rows near a boundary that moves through the quantiles of the scores.</summary>
internal static class BoundarySection
{
    public static void Write(HtmlWriter html, IReadOnlyList<BoundaryProfile> profiles)
    {
        html.Raw("<section id=\"boundary\">\n").Element("h2", "Normal rows near a moving boundary");
        html.Element("p", "A boundary at a low quantile of the scores has normal rows around it, one at the top abnormal rows. Where a "
            + "line crosses one half (dotted), a query finds as many of one kind as of the other: that is where an "
            + "adaptive boundary heads.");
        foreach (var group in profiles.GroupBy(profile => (profile.Loss, profile.Query)))
            WriteGroup(html, $"{group.Key.Loss} with {group.Key.Query}", group.ToList());
        html.Raw("</section>\n");
    }

    /// <summary>Makes the chart of one data set: a line a stage.</summary>
    public static Chart ChartOf(string name, IReadOnlyList<BoundaryProfile> profiles)
    {
        var stages = profiles.Select(profile => profile.Stage).Distinct().Order().ToList();
        return LineCharts.Of(
            $"{name}, {profiles[0].Dataset}: normal rows near the boundary",
            ChartAxis.Unit("quantile of the scores (0 to 1)"),
            ChartAxis.Unit("fraction of normal rows (0 to 1)"),
            [
                .. profiles.OrderBy(profile => profile.Stage).Select(profile => new ChartSeries(
                    "stage " + NumberText.Count(profile.Stage),
                    ChartStyle.OfRank(stages.IndexOf(profile.Stage), stages.Count),
                    [.. NearBoundary.Quantiles.Zip(profile.NormalFractions, (quantile, share) => new ChartPoint(quantile, share))])),
            ]) with
        {
            ReferenceY = 0.5,
        };
    }

    private static string SeedText(List<BoundaryProfile> profiles) =>
        NumberText.Range(profiles.Min(profile => profile.SeedCount), profiles.Max(profile => profile.SeedCount), "seed");

    private static void WriteGroup(HtmlWriter html, string name, List<BoundaryProfile> profiles)
    {
        var stages = profiles.Select(profile => profile.Stage).Distinct().Order().ToList();
        var styles = stages.ToDictionary(stage => stage, stage => ChartStyle.OfRank(stages.IndexOf(stage), stages.Count));
        html.Raw("<div class=\"result\">\n").Element("h3", $"Normal rows near the boundary: {name}");
        html.Raw("<figure>\n");
        ChartLegend.Write(html, stages.Select(stage => KeyValuePair.Create("stage " + NumberText.Count(stage), styles[stage])));
        html.Raw("<div class=\"panels many\">\n");
        foreach (var dataset in profiles.GroupBy(profile => profile.Dataset, StringComparer.Ordinal))
        {
            html.Raw("<div class=\"panel\">").Element("p", dataset.Key, "panel-title");
            ChartDrawing.Write(html, ChartOf(name, [.. dataset]));
            html.Raw("</div>\n");
        }

        html.Raw("</div>\n").Element("figcaption", "Fraction of normal rows among the rows whose scores lie closest to a boundary at each "
            + "quantile, one line a stage, one data set a chart: "
            + $"mean over {SeedText(profiles)}.").Raw("</figure>\n");
        Disclosure.Write(html, $"Numbers: normal rows near the boundary, {name}", () =>
        {
            foreach (var dataset in profiles.GroupBy(profile => profile.Dataset, StringComparer.Ordinal))
            {
                foreach (var stages in dataset.OrderBy(profile => profile.Stage).Chunk(DataTable.MostStages))
                    WriteTable(html, name, stages);
            }
        });
        html.Raw("</div>\n");
    }

    private static void WriteTable(HtmlWriter html, string name, BoundaryProfile[] profiles)
    {
        var columns = profiles.Select(profile => "stage " + NumberText.Count(profile.Stage)).Prepend("quantile");
        var table = new DataTable($"{name}, {profiles[0].Dataset}: fraction of normal rows", 1, columns.ToList());
        for (var index = 0; index < NearBoundary.Quantiles.Count; index++)
        {
            var cells = profiles.Select(profile => NumberText.Share(profile.NormalFractions[index]));
            table.Add(cells.Prepend(NumberText.Share(NearBoundary.Quantiles[index])));
        }

        table.Write(html);
    }
}
