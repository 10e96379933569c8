using System.Globalization;
using System.Net;
using System.Text;
using static ActiveAnomaly.Labeling.Exports.ReportText;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>Writes one self-contained HTML page. Every text is encoded here: a cell that holds HTML stays text.</summary>
internal sealed class ReportPage
{
    private const int Width = 720;
    private const int Height = 260;
    private const int Margin = 44;

    /// <summary>How what is written here looks, whatever it is a part of.</summary>
    private static readonly (string Selector, string Look)[] Looks =
    [
        (".wide", "overflow-x: auto;"),
        ("table", "border-collapse: collapse;"),
        ("th, td", "border-bottom: 1px solid #8886; padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top;"),
        ("td", "max-width: 24rem; overflow-wrap: anywhere;"),
        ("svg", "max-width: 100%; height: auto;"),
        ("svg text", "font: 12px system-ui, sans-serif; fill: currentColor;"),
        (".axis", "fill: none; stroke: currentColor;"),
        (".curve", "fill: none; stroke: #d1495b; stroke-width: 2;"),
        (".all", "fill: #9aa5b1;"),
        (".normal", "fill: #2b7bba;"),
        (".abnormal", "fill: #d1495b;"),
    ];

    private readonly StringBuilder _html = new();

    /// <summary>Begins the page.</summary>
    public void Begin(string title)
    {
        // A page that is opened from a disk has no server to say this.
        _html.Append(
            $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Encode(title)}}</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
            h2 { margin-top: 2rem; }
            {{Rules(within: string.Empty)}}
            </style>
            </head>
            <body>
            <h1>{{Encode(title)}}</h1>

            """);
    }

    /// <summary>Begins a part of somebody else's page, whose other parts it leaves as they are.</summary>
    public void BeginPart(string title) => _html.Append(
        $$"""
        <div class="active-anomaly">
        <style>
        {{Rules(within: ".active-anomaly ")}}
        </style>
        <h2>{{Encode(title)}}</h2>

        """);

    public void Heading(string text) => _html.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(text)}</h2>\n");

    public void Paragraph(string text) => _html.Append(CultureInfo.InvariantCulture, $"<p>{Encode(text)}</p>\n");

    /// <summary>Writes names and what they are, a line each.</summary>
    public void Facts(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        _html.Append("<table>\n");
        foreach (var (name, value) in facts)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Encode(name)}</th><td>{Encode(value)}</td></tr>\n");
        }

        _html.Append("</table>\n");
    }

    /// <summary>Writes a table.</summary>
    public void Table(IEnumerable<string> heads, IEnumerable<IEnumerable<string>> rows)
    {
        _html.Append("<div class=\"wide\"><table>\n<tr>");
        foreach (var head in heads)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Encode(head)}</th>");
        }

        _html.Append("</tr>\n");
        foreach (var row in rows)
        {
            _html.Append("<tr>");
            foreach (var cell in row)
            {
                _html.Append(CultureInfo.InvariantCulture, $"<td>{Encode(cell)}</td>");
            }

            _html.Append("</tr>\n");
        }

        _html.Append("</table></div>\n");
    }

    /// <summary>Draws the anomalies found over questions: a curve from the origin.</summary>
    /// <param name="found">The points, at least one.</param>
    public void Found(IReadOnlyList<FoundPoint> found)
    {
        var last = found[^1];
        double right = Math.Max(1, last.AnsweredCount);
        double top = Math.Max(1, last.AbnormalCount);
        BeginDrawing($"Questions answered: {Number(last.AnsweredCount)}. Anomalies among them: {Number(last.AbnormalCount)}.");
        _html.Append(CultureInfo.InvariantCulture, $"<polyline class=\"curve\" points=\"{Point(0, 0)}");
        foreach (var point in found)
        {
            _html.Append(CultureInfo.InvariantCulture, $" {Point(point.AnsweredCount / right, point.AbnormalCount / top)}");
        }

        _html.Append("\"/>\n");
        Axes("0", $"{last.AnsweredCount} questions answered", $"{last.AbnormalCount} anomalies found");
        _html.Append("</svg>\n");
    }

    /// <summary>Draws bars, and within them those of some kinds in colour.</summary>
    public void Histogram(
        string caption, string lowest, string highest, IReadOnlyList<int> all, IReadOnlyList<int> normal, IReadOnlyList<int> abnormal)
    {
        BeginDrawing(caption);
        double top = Math.Max(1, all.Max());
        for (var bin = 0; bin < all.Count; bin++)
        {
            Bar(bin, all.Count, 0, all[bin] / top, "all");
            Bar(bin, all.Count, 0, normal[bin] / top, "normal");
            Bar(bin, all.Count, normal[bin] / top, abnormal[bin] / top, "abnormal");
        }

        Axes(lowest, highest, $"{all.Max()} rows");
        _html.Append("</svg>\n");
        Paragraph("Grey: all rows. Blue: answered normal. Red: answered anomaly.");
    }

    /// <summary>Ends the page, and gives it.</summary>
    public string End() => _html.Append("</body>\n</html>\n").ToString();

    /// <summary>Ends the part, and gives it.</summary>
    public string EndPart() => _html.Append("</div>\n").ToString();

    private static string Rules(string within) => string.Join('\n', Looks.Select(rule =>
        $"{string.Join(", ", rule.Selector.Split(", ").Select(selector => within + selector))} {{ {rule.Look} }}"));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Point(double x, double y) => string.Create(
        CultureInfo.InvariantCulture, $"{Margin + (x * (Width - (2 * Margin))):0.#},{Height - Margin - (y * (Height - (2 * Margin))):0.#}");

    private void BeginDrawing(string caption)
    {
        Paragraph(caption);
        _html.Append(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" ");
        _html.Append(CultureInfo.InvariantCulture, $"aria-label=\"{Encode(caption)}\">\n");
    }

    private void Bar(int bin, int count, double from, double height, string kind)
    {
        if (height <= 0)
        {
            return;
        }

        var full = Height - (2 * Margin);
        var width = (Width - (2.0 * Margin)) / count;
        _html.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"{kind}\" x=\"{Margin + (bin * width):0.##}\" y=\"{Height - Margin - ((from + height) * full):0.##}\" ");
        _html.Append(CultureInfo.InvariantCulture, $"width=\"{width - 1:0.##}\" height=\"{height * full:0.##}\"/>\n");
    }

    private void Axes(string left, string right, string top)
    {
        var (bottom, end) = (Height - Margin, Width - Margin);
        _html.Append(
            CultureInfo.InvariantCulture, $"<polyline class=\"axis\" points=\"{Margin},{Margin} {Margin},{bottom} {end},{bottom}\"/>\n");
        _html.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{bottom + 18}\">{Encode(left)}</text>\n");
        _html.Append(CultureInfo.InvariantCulture, $"<text x=\"{end}\" y=\"{bottom + 18}\" text-anchor=\"end\">{Encode(right)}</text>\n");
        _html.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{Margin - 8}\">{Encode(top)}</text>\n");
    }
}
