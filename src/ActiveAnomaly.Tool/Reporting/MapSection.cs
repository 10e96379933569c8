using ActiveAnomaly.Tool.Reporting.Charts;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The maps of the codes.</summary>
internal static class MapSection
{
    public static void Write(HtmlWriter html, IReadOnlyList<CodeMap> maps)
    {
        html.Raw("<section id=\"maps\">\n").Element("h2", "Maps of the codes");
        html.Element("p", "Each mark is a row, placed by the first two principal components of its code. Dots and hollow triangles are "
            + "rows that nobody labelled, squares and diamonds rows that the expert labelled. "
            + "Unlabelled rows on the same spot are drawn once.");
        foreach (var group in maps.GroupBy(map => (map.Loss, map.Query)))
            WriteGroup(html, $"{group.Key.Loss} with {group.Key.Query}", group.ToList());
        html.Raw("</section>\n");
    }

    private static void WriteGroup(HtmlWriter html, string name, List<CodeMap> maps)
    {
        html.Raw("<div class=\"result\">\n").Element("h3", $"Codes: {name}").Raw("<figure>\n");
        ChartLegend.Write(html, CodeMapChart.Legend, isLine: false);
        html.Raw("<div class=\"panels many\">\n");
        var outsideCount = 0;
        foreach (var map in maps)
        {
            var heading = $"{map.Dataset}, stage {NumberText.Count(map.Stage)}";
            var (chart, farCount) = CodeMapChart.Of($"{name}, {heading}: map of the codes", map);
            html.Raw("<div class=\"panel\">").Element("p", heading, "panel-title");
            ChartDrawing.Write(html, chart);
            html.Raw("</div>\n");
            outsideCount += farCount;
        }

        var outside = outsideCount == 0 ? "" : $"; {NumberText.Range(outsideCount, outsideCount, "far row")} drawn at the frame";
        html.Raw("</div>\n").Element("figcaption", "Codes of all rows after the last stage, one data set a chart: seed 1 alone, nothing is "
            + $"averaged; the units of the two axes differ{outside}.").Raw("</figure>\n");
        Disclosure.Write(html, $"Numbers: codes, {name}", () => WriteTable(html, name, maps));
        html.Raw("</div>\n");
    }

    private static void WriteTable(HtmlWriter html, string name, List<CodeMap> maps)
    {
        var table = new DataTable(
            $"{name}: rows and the place of their codes, mean (smallest to largest)",
            2,
            ["data set", "rows", "number", "in the last query", "first component", "second component"]);
        foreach (var map in maps)
        {
            foreach (var state in Enum.GetValues<CodeState>())
            {
                var points = map.Points.Where(point => CodeMapChart.StateOf(point) == state).ToList();
                table.Add((string[])[
                    map.Dataset,
                    CodeMapChart.Name(state),
                    NumberText.Count(points.Count),
                    NumberText.Count(points.Count(point => point.IsQueriedLast)),
                    Spread(points.ConvertAll(point => point.X)),
                    Spread(points.ConvertAll(point => point.Y))]);
            }
        }

        table.Write(html);
    }

    private static string Spread(List<double> values)
    {
        var finite = values.Where(double.IsFinite).ToList();
        return finite.Count == 0
            ? NumberText.Missing
            : $"{NumberText.Short(finite.Average())} ({NumberText.Short(finite.Min())} to {NumberText.Short(finite.Max())})";
    }
}
