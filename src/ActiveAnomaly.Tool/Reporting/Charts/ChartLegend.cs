namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>The list that says which series is which; it wraps.</summary>
internal static class ChartLegend
{
    /// <summary>Writes the list.</summary>
    /// <param name="html">The page.</param>
    /// <param name="entries">The names and looks.</param>
    /// <param name="isLine">Whether the series are lines.</param>
    public static void Write(HtmlWriter html, IEnumerable<KeyValuePair<string, ChartStyle>> entries, bool isLine = true)
    {
        html.Raw("<ul class=\"legend\">\n");
        foreach (var (name, style) in entries)
        {
            html.Raw("<li>");
            ChartDrawing.WriteSample(html, style, isLine);
            html.Text(name).Raw("</li>\n");
        }

        html.Raw("</ul>\n");
    }
}
