namespace ActiveAnomaly.Tool.Reporting;

/// <summary>Writes a report as one HTML file that needs no network, no font and no script.</summary>
internal static class HtmlReport
{
    /// <summary>Writes the report to a file: to a temporary one beside it first, so that a reader never sees half a report.</summary>
    /// <exception cref="IOException">The file or its folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public static void Write(ReportPage page, string path)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? ".");
        AtomicFile.WriteAllText(target, Render(page));
    }

    /// <summary>Renders the report. The same page gives the same text; it is well-formed XML after the first line.</summary>
    public static string Render(ReportPage page)
    {
        var html = new HtmlWriter();
        WriteHead(html, page.Title);
        html.Raw("<body>\n<header>\n").Element("h1", page.Title);
        WriteSettings(html, page.Settings);
        WriteContents(html, page.Sections);
        html.Raw("</header>\n<main>\n");
        if (page.Sections.Count == 0)
            html.Element("p", "No run has finished yet: there is nothing to show.");
        foreach (var section in page.Sections)
            section.Write(html);
        html.Raw("</main>\n<footer>");
        html.Element("p", page.Footer);
        html.Raw("</footer>\n</body>\n</html>\n");
        return html.ToString();
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

    private static void WriteContents(HtmlWriter html, IReadOnlyList<ReportSection> sections)
    {
        if (sections.Count < 2)
            return;
        html.Raw("<nav aria-label=\"Contents\"><ul>\n");
        foreach (var section in sections)
            html.Raw($"<li><a href=\"#{section.Id}\">").Text(section.Name).Raw("</a></li>\n");
        html.Raw("</ul></nav>\n");
    }
}
