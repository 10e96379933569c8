
namespace ActiveAnomaly.Tool.Reporting;

/// <summary>Writes a benchmark report as one HTML file that needs no network, no font and no script.</summary>
internal static class HtmlReport
{
    /// <summary>Writes the report to a file: to a temporary one beside it first, so that a reader never sees half a report.</summary>
    /// <exception cref="IOException">The file or its folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public static void Write(ReportModel model, string path)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? ".");
        AtomicFile.WriteAllText(target, Render(model));
    }

    /// <summary>Renders the report. The same model gives the same text; it is well-formed XML after the first line.</summary>
    public static string Render(ReportModel model)
    {
        var html = new HtmlWriter();
        var grid = new BenchmarkGrid(model.Rows);
        var sections = SectionsOf(model, grid);
        WriteHead(html, model.Title);
        html.Raw("<body>\n<header>\n").Element("h1", model.Title);
        WriteSettings(html, model.Settings);
        WriteContents(html, sections);
        html.Raw("</header>\n<main>\n");
        if (sections.Count == 0)
            html.Element("p", "No run has finished yet: there is nothing to show.");
        foreach (var section in sections)
            section.Write(html);
        html.Raw("</main>\n<footer>");
        html.Element("p", "AUC is the area under the ROC curve (0.5: chance, 1: every abnormal row scores above every normal one); stage 0 "
            + $"is before any query. “{NumberText.Missing}” means that there is no value. The numbers behind "
            + "a chart are in the table below it; for a map, counts and ranges.");
        html.Raw("</footer>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static List<(string Id, string Name, Action<HtmlWriter> Write)> SectionsOf(ReportModel model, BenchmarkGrid grid)
    {
        var sections = new List<(string Id, string Name, Action<HtmlWriter> Write)>();
        if (model.Rows.Count > 0)
        {
            var auc = new AucSection(grid);
            sections.Add(("summary", "Summary", html => SummarySection.Write(html, grid)));
            sections.Add(("auc", "AUC by stage", auc.WriteAggregate));
            if (auc.HasDatasets)
                sections.Add(("auc-datasets", "AUC for each data set", auc.WriteDatasets));
            var queries = new QuerySection(grid);
            if (!queries.IsEmpty)
                sections.Add(("queries", "Queries", queries.Write));
        }

        if (model.Profiles.Count > 0)
            sections.Add(("boundary", "Normal rows near the boundary", html => BoundarySection.Write(html, model.Profiles)));
        if (model.Maps.Count > 0)
            sections.Add(("maps", "Maps of the codes", html => MapSection.Write(html, model.Maps)));
        return sections;
    }

    private static void WriteHead(HtmlWriter html, string title)
    {
        html.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        html.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        // Tells the browser to load nothing and run nothing: what the file promises, the browser enforces.
        html.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n");
        html.Element("title", title);
        ReportStyle.Write(html);
        html.Raw("</head>\n");
    }

    private static void WriteSettings(HtmlWriter html, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        if (settings.Count == 0)
            return;
        html.Raw("<dl class=\"settings\">\n");
        foreach (var (name, value) in settings)
            html.Raw(value.Length > 48 ? "<div class=\"wide\">" : "<div>").Element("dt", name).Element("dd", value).Raw("</div>\n");
        html.Raw("</dl>\n");
    }

    private static void WriteContents(HtmlWriter html, List<(string Id, string Name, Action<HtmlWriter> Write)> sections)
    {
        if (sections.Count < 2)
            return;
        html.Raw("<nav aria-label=\"Contents\"><ul>\n");
        foreach (var section in sections)
            html.Raw($"<li><a href=\"#{section.Id}\">").Text(section.Name).Raw("</a></li>\n");
        html.Raw("</ul></nav>\n");
    }
}
