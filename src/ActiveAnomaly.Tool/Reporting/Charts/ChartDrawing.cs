using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>
/// Hands charts to ScottPlot, and its drawing to a page as SVG. ScottPlot measures and places text by the fonts of the machine, so the same
/// chart would be another file elsewhere, and none where there are no fonts: it draws all but the text, which the page sets at the ticks.
/// </summary>
internal static partial class ChartDrawing
{
    private const float MarkerSize = 7;
    private const float BarWidth = 1.3f;

    /// <summary>The space around the plot for the page's text, in pixels: left, right, bottom, top.</summary>
    private static readonly PixelPadding Space = new(46, 12, 42, 28);

    /// <summary>
    /// Dash patterns by the widths of the lines that have them. Skia writes dashes as hundreds of small areas, and complains of each line
    /// on standard error: lines are handed to it solid, of widths that nobody can tell apart, and get their dashes in the page.
    /// </summary>
    private static readonly (float Width, string Dash)[] Dashes = [(2, "none"), (2.01f, "9 3"), (2.02f, "3.5 2.5"), (2.03f, "9 3 2.5 3")];

    private static readonly (float Width, string Dash) Dotted = (1.21f, "1.5 3.5");

    /// <summary>Makes ScottPlot's plot of a chart.</summary>
    public static Plot Plot(Chart chart)
    {
        var plot = Empty(Space);
        plot.Axes.SetLimits(chart.X.Place(chart.X.Min), chart.X.Place(chart.X.Max), chart.Y.Place(chart.Y.Min), chart.Y.Place(chart.Y.Max));
        SetAxis(plot.Axes.Bottom, chart.X, chart.Width - Space.Horizontal, labelLength: 34);
        SetAxis(plot.Axes.Left, chart.Y, chart.Height - Space.Vertical, labelLength: 22);
        plot.Grid.MajorLineColor = Hex(ChartColor.Grid);
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        if (chart.ReferenceY is { } reference)
        {
            plot.Add.HorizontalLine(chart.Y.Place(reference), Dotted.Width, Hex(ChartColor.Ink));
        }

        // All bars first: a marker must never lie under another line's bar.
        foreach (var series in chart.Series)
        {
            AddBars(plot, chart, series);
        }

        foreach (var series in chart.Series)
        {
            AddSeries(plot, chart, series);
        }

        return plot;
    }

    /// <summary>Writes a chart with its alternative text.</summary>
    public static void Write(HtmlWriter html, Chart chart)
    {
        var id = html.NextId();
        var plot = Plot(chart);
        html.Raw($"<svg class=\"chart\" role=\"img\" viewBox=\"0 0 {chart.Width} {chart.Height}\"");
        html.Raw($" aria-labelledby=\"{id}\" aria-describedby=\"{id}d\">");
        html.Raw($"<title id=\"{id}\">").Text(chart.Title).Raw($"</title><desc id=\"{id}d\">").Text(chart.Description).Raw("</desc>");
        html.Raw(Drawn(plot, chart.Width, chart.Height, id));
        WriteText(html, chart, plot);
        html.Raw("</svg>\n");
    }

    /// <summary>Writes the sample of a series for a legend.</summary>
    public static void WriteSample(HtmlWriter html, ChartStyle style, bool isLine)
    {
        var (width, height) = (isLine ? 44 : 22, 14);
        var plot = Empty(new PixelPadding(0));
        plot.HideGrid();
        plot.Axes.SetLimits(0, width, 0, height);
        foreach (var axis in plot.Axes.GetAxes())
        {
            axis.IsVisible = false;
        }

        if (isLine)
        {
            AddLine(plot, [new(1, 7), new(width - 1, 7)], style);
        }

        AddMarkers(plot, [new(width / 2.0, 7)], style, style.IsHollow);
        html.Raw($"<svg aria-hidden=\"true\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">");
        html.Raw(Drawn(plot, width, height, html.NextId())).Raw("</svg>");
    }

    private static Plot Empty(PixelPadding space)
    {
        var plot = new Plot();
        plot.Layout.Fixed(space);
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        return plot;
    }

    private static void SetAxis(IAxis axis, ChartAxis description, float length, float labelLength)
    {
        axis.Label.Text = description.Title;
        axis.Label.IsVisible = false;
        axis.TickLabelStyle.IsVisible = false;
        axis.FrameLineStyle.Color = axis.MajorTickStyle.Color = Hex(ChartColor.Axis);
        axis.TickGenerator = new NumericManual(
            [.. Ticks(description, length, labelLength).Select(value => new Tick(description.Place(value), Label(value), isMajor: true))]);
    }

    private static double[] Ticks(ChartAxis axis, float length, float labelLength)
    {
        if (axis.Ticks is { } given)
        {
            return [.. given];
        }

        var (first, last) = (axis.Place(axis.Min), axis.Place(axis.Max));
        if (axis.IsLogarithmic && last - first >= 1)
        {
            // Between few powers of ten their twofold and fivefold too.
            double[] steps = last - first < 2.5 ? [1, 2, 5] : [1];
            return [.. from power in Enumerable.Range((int)Math.Floor(first), (int)Math.Ceiling(last) - (int)Math.Floor(first) + 1)
                       from step in steps
                       let value = step * Math.Pow(10, power)
                       where value >= axis.Min && value <= axis.Max
                       select value];
        }

        var range = new CoordinateRange(axis.Min, axis.Max);
        return [.. new DecimalTickSpacingCalculator().GenerateTickPositions(range, length, labelLength)
            .Where(value => value >= axis.Min && value <= axis.Max)];
    }

    private static string Label(double value) => Math.Abs(value) switch
    {
        >= 1e6 => value.ToString("0.###e0", CultureInfo.InvariantCulture),
        >= 1e3 => value.ToString("#,0", CultureInfo.InvariantCulture),
        < 1e-9 => "0",
        < 1e-3 => value.ToString("0.###e0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    private static void AddBars(Plot plot, Chart chart, ChartSeries series)
    {
        List<ChartPoint> points = [.. series.Stretches.SelectMany(stretch => stretch).Where(point => point.Error > 0)];
        if (points.Count == 0)
        {
            return;
        }

        double[] xs = [.. points.Select(point => chart.X.Place(point.X))], ys = [.. points.Select(point => chart.Y.Place(point.Y))];
        double[] below = [.. points.Select(point => chart.Y.Place(point.Y) - Lower(chart.Y, point))];
        double[] above = [.. points.Select(point => chart.Y.Place(point.Y + point.Error!.Value) - chart.Y.Place(point.Y))];
        plot.Add.Plottable(new ErrorBar(xs, ys, null, null, yErrorsPositive: above, yErrorsNegative: below)
        {
            Color = Hex(series.Style.Color),
            LineWidth = BarWidth,
            CapSize = 5,
        });
    }

    /// <summary>The lower end of a bar; one that reaches zero has none on a logarithmic axis, and ends with the axis.</summary>
    private static double Lower(ChartAxis axis, ChartPoint point)
    {
        var lower = point.Y - point.Error!.Value;
        return axis.Place(axis.IsLogarithmic && lower <= axis.Min ? axis.Min : lower);
    }

    private static void AddSeries(Plot plot, Chart chart, ChartSeries series)
    {
        foreach (var stretch in series.IsLine ? series.Stretches : [])
        {
            AddLine(plot, [.. stretch.Select(point => Place(chart, point))], series.Style);
        }

        foreach (var markers in series.Markers.GroupBy(point => point.IsHollow || series.Style.IsHollow))
        {
            AddMarkers(plot, [.. markers.Select(point => Place(chart, point))], series.Style, markers.Key);
        }
    }

    private static Coordinates Place(Chart chart, ChartPoint point) => new(chart.X.Place(point.X), chart.Y.Place(point.Y));

    private static void AddLine(Plot plot, Coordinates[] points, ChartStyle style)
    {
        var line = plot.Add.Scatter(points, Hex(style.Color));
        line.LineWidth = Dashes[style.Dash].Width;
        line.MarkerSize = 0;
    }

    private static void AddMarkers(Plot plot, Coordinates[] points, ChartStyle style, bool isHollow)
    {
        if (points.Length == 0)
        {
            return;
        }

        var (shape, hollow, size) = style.Marker switch
        {
            ChartMarker.Circle => (MarkerShape.FilledCircle, MarkerShape.OpenCircle, MarkerSize),
            ChartMarker.Square => (MarkerShape.FilledSquare, MarkerShape.OpenSquare, MarkerSize),
            ChartMarker.Triangle => (MarkerShape.FilledTriangleUp, MarkerShape.OpenTriangleUp, MarkerSize + 1),
            ChartMarker.Diamond => (MarkerShape.FilledDiamond, MarkerShape.OpenDiamond, MarkerSize + 2),
            ChartMarker.TriangleDown => (MarkerShape.FilledTriangleDown, MarkerShape.OpenTriangleDown, MarkerSize + 1),
            ChartMarker.Dot => (MarkerShape.FilledCircle, MarkerShape.OpenCircle, 3.2f),
            _ => (MarkerShape.OpenCircle, MarkerShape.OpenCircle, 11f),
        };
        var markers = plot.Add.Markers(points, isHollow ? hollow : shape, size, Hex(style.Color));
        markers.MarkerStyle.LineWidth = isHollow ? 1.4f : markers.MarkerStyle.LineWidth;
    }

    /// <summary>
    /// Gives what ScottPlot drew, without its own svg element: with ids of this chart, and with numbers of two decimals, which is finer
    /// than a screen's pixel.
    /// </summary>
    private static string Drawn(Plot plot, int width, int height, string id)
    {
        var root = XDocument.Parse(plot.GetSvgXml(width, height)).Root!;
        var content = string.Concat(root.Elements().Select(element => element.ToString(SaveOptions.DisableFormatting)));
        content = content.Replace(" xmlns=\"http://www.w3.org/2000/svg\"", string.Empty, StringComparison.Ordinal)
            .Replace(" stroke-miterlimit=\"4\"", string.Empty, StringComparison.Ordinal);
        // Skia numbers the clips of a whole process.
        var clips = new Dictionary<string, string>(StringComparer.Ordinal);
        content = ClipId().Replace(content, clip =>
        {
            clips.TryAdd(clip.Value, $"{id}c{NumberText.Count(clips.Count + 1)}");
            return clips[clip.Value];
        });
        foreach (var (lineWidth, dash) in (IEnumerable<(float, string)>)[.. Dashes.Skip(1), Dotted])
        {
            var found = string.Create(CultureInfo.InvariantCulture, $"stroke-width=\"{lineWidth}\"");
            content = content.Replace(found, $"{found} stroke-dasharray=\"{dash}\"", StringComparison.Ordinal);
        }

        return $"<g class=\"drawn\">{LongNumber().Replace(content, number => Rounded(number.Value))}</g>";
    }

    private static string Rounded(string number) =>
        Math.Round(double.Parse(number, CultureInfo.InvariantCulture), 2).ToString(CultureInfo.InvariantCulture);

    private static void WriteText(HtmlWriter html, Chart chart, Plot plot)
    {
        var (bottom, right) = (chart.Height - Space.Bottom, chart.Width - Space.Right);
        foreach (var tick in plot.Axes.Left.TickGenerator.Ticks)
        {
            var y = plot.GetPixel(new Coordinates(0, tick.Position)).Y;
            html.Raw(TickText("end", Space.Left - 6, y + 4, tick.Label));
        }

        foreach (var tick in plot.Axes.Bottom.TickGenerator.Ticks)
        {
            html.Raw(TickText("middle", plot.GetPixel(new Coordinates(tick.Position, 0)).X, bottom + 17, tick.Label));
        }

        html.Raw("<text class=\"al\" x=\"4\" y=\"14\">").Text(chart.Y.Title).Raw("</text>");
        var middle = (Space.Left + right) / 2;
        html.Raw($"<text class=\"al\" text-anchor=\"middle\" x=\"{Number(middle)}\" y=\"{Number(chart.Height - 8)}\">");
        html.Text(chart.X.Title).Raw("</text>");
    }

    private static string TickText(string anchor, float x, float y, string label) =>
        $"<text class=\"tick\" text-anchor=\"{anchor}\" x=\"{Number(x)}\" y=\"{Number(y)}\">{label}</text>";

    private static string Number(float value) => NumberText.Coordinate(value);

    private static Color Hex(ChartColor color) => Color.FromHex(color.OnWhite);

    [GeneratedRegex("""(?<=id="|url\(#)cl_[0-9a-f]+(?="|\))""")]
    private static partial Regex ClipId();

    [GeneratedRegex("""-?\d+\.\d{3,}""")]
    private static partial Regex LongNumber();
}
