namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The list that says which line is which; it wraps.</summary>
internal static class Legend
{
    public static void Write(HtmlWriter html, IEnumerable<KeyValuePair<string, LineStyle>> entries)
    {
        html.Raw("<ul class=\"legend\">\n");
        foreach (var (name, style) in entries)
        {
            html.Raw("<li><svg aria-hidden=\"true\" viewBox=\"0 0 44 14\" width=\"44\" height=\"14\">");
            html.Raw($"<path class=\"line {style.CssClass}\" d=\"M1 7H43\"/>");
            html.Raw($"<path class=\"mark {style.CssClass}\" d=\"{MarkerShape.Path(style.Marker, 22, 7)}\"/></svg>");
            html.Text(name).Raw("</li>\n");
        }

        html.Raw("</ul>\n");
    }
}
