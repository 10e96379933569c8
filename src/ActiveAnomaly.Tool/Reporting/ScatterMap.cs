using System.Text;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>An SVG map of the codes: shape and colour tell the kinds of rows apart, a ring marks the last query.</summary>
internal sealed class ScatterMap
{
    private readonly string title;
    private readonly List<CodePoint> points;
    private readonly ChartFrame frame;

    public ScatterMap(string title, IEnumerable<CodePoint> points)
    {
        this.title = title;
        this.points = points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToList();
        frame = new ChartFrame(
            "first principal component",
            "second principal component (units of the code)",
            Range(this.points.ConvertAll(point => point.X)),
            Range(this.points.ConvertAll(point => point.Y)))
        {
            Height = 290,
        };
    }

    /// <summary>Gets the number of points outside the axes, which are drawn at the frame.</summary>
    public int OutsideCount => points.Count(point =>
        point.X < frame.XRange.Min || point.X > frame.XRange.Max || point.Y < frame.YRange.Min || point.Y > frame.YRange.Max);

    /// <summary>Tells the kind of a row; a row of the last query counts as labelled only if it was answered.</summary>
    public static CodeState StateOf(CodePoint point) => (point.IsLabelled, point.IsAbnormal) switch
    {
        (false, false) => CodeState.UnlabelledNormal,
        (false, true) => CodeState.UnlabelledAbnormal,
        (true, false) => CodeState.LabelledNormal,
        (true, true) => CodeState.LabelledAbnormal,
    };

    public static void WriteLegend(HtmlWriter html)
    {
        html.Raw("<ul class=\"legend\">\n");
        foreach (var state in Enum.GetValues<CodeState>())
        {
            OpenSample(html);
            html.Raw($"<path class=\"{CssClass(state)}\" d=\"{Shape(state, 11, 7)}\"/></svg>").Text(Name(state)).Raw("</li>\n");
        }

        OpenSample(html);
        html.Raw($"<path class=\"ring\" d=\"{MarkerShape.Ring(11, 7)}\"/></svg>").Text("in the last query (ring)").Raw("</li>\n</ul>\n");
    }

    public static string Name(CodeState state) => state switch
    {
        CodeState.UnlabelledNormal => "unlabelled normal",
        CodeState.UnlabelledAbnormal => "unlabelled abnormal",
        CodeState.LabelledNormal => "labelled normal",
        _ => "labelled abnormal",
    };

    public void Write(HtmlWriter html)
    {
        frame.Open(html, title, Describe());
        foreach (var state in Enum.GetValues<CodeState>())
            WriteState(html, state);
        var rings = new StringBuilder();
        foreach (var point in points.Where(point => point.IsQueriedLast))
            rings.Append(MarkerShape.Ring(frame.X(point.X), frame.Y(point.Y)));
        if (rings.Length > 0)
            html.Raw($"<path class=\"ring\" d=\"{rings}\"/>");
        ChartFrame.Close(html);
    }

    private static void OpenSample(HtmlWriter html) =>
        html.Raw("<li><svg aria-hidden=\"true\" viewBox=\"0 0 22 14\" width=\"22\" height=\"14\">");

    private void WriteState(HtmlWriter html, CodeState state)
    {
        // Unlabelled rows that fall on the same whole unit are drawn once: nobody can see a second one, and a map of any number of
        // rows keeps a bounded size.
        var pixels = points.Where(point => StateOf(point) == state).Select(point => (X: frame.X(point.X), Y: frame.Y(point.Y)));
        if (state is CodeState.UnlabelledNormal or CodeState.UnlabelledAbnormal)
            pixels = pixels.Select(pixel => (Math.Round(pixel.X), Math.Round(pixel.Y))).Distinct().Order();
        var data = state == CodeState.UnlabelledNormal
            ? Dots(pixels)
            : string.Concat(pixels.Select(pixel => Shape(state, pixel.X, pixel.Y)));
        if (data.Length > 0)
            html.Raw($"<path class=\"{CssClass(state)}\" d=\"{data}\"/>");
    }

    /// <summary>Draws dots as lines of no length with round ends, each placed relative to the last: about six bytes a dot.</summary>
    private static string Dots(IEnumerable<(double X, double Y)> pixels)
    {
        var (data, lastX, lastY) = (new StringBuilder(), 0.0, 0.0);
        foreach (var (x, y) in pixels)
        {
            var dy = NumberText.Coordinate(y - lastY);
            data.Append(data.Length == 0 ? 'M' : 'm').Append(NumberText.Coordinate(x - lastX));
            data.Append(dy[0] == '-' ? "" : " ").Append(dy).Append("h0");
            (lastX, lastY) = (x, y);
        }

        return data.ToString();
    }

    private static string Shape(CodeState state, double x, double y)
    {
        var (cx, cy) = (NumberText.Coordinate(x), NumberText.Coordinate(y));
        return state switch
        {
            CodeState.UnlabelledNormal => $"M{cx} {cy}h0",
            CodeState.UnlabelledAbnormal => $"M{cx} {cy}m0-3.6l3.2 5.6h-6.4z",
            CodeState.LabelledNormal => $"M{cx} {cy}m-3.2-3.2h6.4v6.4h-6.4z",
            _ => $"M{cx} {cy}m0-4.8l4.6 4.8-4.6 4.8-4.6-4.8z",
        };
    }

    private static string CssClass(CodeState state) => state switch
    {
        CodeState.UnlabelledNormal => "un",
        CodeState.UnlabelledAbnormal => "ua",
        CodeState.LabelledNormal => "ln",
        _ => "la",
    };

    /// <summary>
    /// Covers all values, or their middle 98 % with a margin when the rest lies so far out that the map would be a dot and a few
    /// specks.
    /// </summary>
    private static AxisRange Range(List<double> values)
    {
        if (values.Count < 50)
            return AxisRange.Covering(values);
        values.Sort();
        var (low, high) = (values[values.Count / 100], values[^(1 + (values.Count / 100))]);
        var margin = 0.75 * (high - low);
        var isSpread = margin > 0 && (values[0] < low - (2 * margin) || values[^1] > high + (2 * margin));
        return AxisRange.Covering(isSpread
            ? [Math.Max(values[0], low - margin), Math.Min(values[^1], high + margin)]
            : [values[0], values[^1]]);
    }

    private string Describe()
    {
        var counts = Enum.GetValues<CodeState>().Select(state =>
            $"{NumberText.Count(points.Count(point => StateOf(point) == state))} {Name(state)}");
        return $"{NumberText.Count(points.Count)} rows: {string.Join(", ", counts)}; "
            + $"{NumberText.Count(points.Count(point => point.IsQueriedLast))} in the last query.";
    }
}
