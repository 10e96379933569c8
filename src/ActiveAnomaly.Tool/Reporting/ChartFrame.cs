namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The coordinate system of a chart: the SVG element, its description, axes, grid lines and labels.</summary>
internal sealed record ChartFrame(string XLabel, string YLabel, AxisRange XRange, AxisRange YRange)
{
    private const double Left = 44;
    private const double Right = 12;
    private const double Top = 28;
    private const double Bottom = 42;

    public double Width { get; init; } = 340;

    public double Height { get; init; } = 240;

    /// <summary>Gets the space between the axes and the extreme values (half of it upwards): markers stay clear of the axes.</summary>
    public double Inset { get; init; } = 10;

    /// <summary>Gets the x coordinate at which the plot begins.</summary>
    public double PlotLeft => Left;

    /// <summary>Gets the x coordinate at which the plot ends.</summary>
    public double PlotRight => Width - Right;

    public double X(double value) => XRange.Place(value, PlotLeft + Inset, PlotRight - Inset);

    public double Y(double value) => YRange.Place(value, Height - Bottom - (Inset / 2), Top + (Inset / 2));

    /// <summary>Opens the SVG element with its alternative text and draws the axes.</summary>
    public void Open(HtmlWriter html, string title, string description)
    {
        var id = html.NextId();
        html.Raw($"<svg class=\"chart\" role=\"img\" viewBox=\"0 0 {Text(Width)} {Text(Height)}\"");
        html.Raw($" aria-labelledby=\"{id}\" aria-describedby=\"{id}d\">");
        html.Raw($"<title id=\"{id}\">").Text(title).Raw($"</title><desc id=\"{id}d\">").Text(description).Raw("</desc>");
        WriteGrid(html);
        html.Raw($"<text class=\"al\" x=\"4\" y=\"14\">").Text(YLabel).Raw("</text>");
        html.Raw($"<text class=\"al\" text-anchor=\"middle\" x=\"{Text((PlotLeft + PlotRight) / 2)}\" y=\"{Text(Height - 8)}\">");
        html.Text(XLabel).Raw("</text>");
    }

    /// <summary>Closes the SVG element.</summary>
    public static void Close(HtmlWriter html) => html.Raw("</svg>\n");

    private void WriteGrid(HtmlWriter html)
    {
        var (xEnd, yEnd) = (Text(PlotRight), Text(Height - Bottom));
        var lines = "";
        foreach (var tick in YRange.Ticks())
        {
            var y = Text(Y(tick));
            lines += $"M{Text(Left)} {y}H{xEnd}";
            html.Raw(Tick("end", Left - 5, Y(tick) + 4, YRange.Label(tick)));
        }

        var ticks = "";
        foreach (var tick in XRange.Ticks())
        {
            ticks += $"M{Text(X(tick))} {yEnd}v4";
            html.Raw(Tick("middle", X(tick), Height - Bottom + 17, XRange.Label(tick)));
        }

        html.Raw($"<path class=\"grid\" d=\"{lines}\"/>");
        html.Raw($"<path class=\"axis\" d=\"M{Text(Left)} {Text(Top)}V{yEnd}H{xEnd}{ticks}\"/>");
    }

    private static string Tick(string anchor, double x, double y, string label) =>
        $"<text class=\"tick\" text-anchor=\"{anchor}\" x=\"{Text(x)}\" y=\"{Text(y)}\">{label}</text>";

    private static string Text(double value) => NumberText.Coordinate(value);
}
