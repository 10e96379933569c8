using System.Text;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>An SVG chart of lines with markers and, where points have an error, a band of one error around the line.</summary>
internal sealed record LineChart(string Title, ChartFrame Frame, IReadOnlyList<ChartLine> Lines)
{
    private const int MostMarkers = 12;

    /// <summary>Gets the value at which a dotted line crosses the chart; null draws none.</summary>
    public double? ReferenceY { get; init; }

    public void Write(HtmlWriter html)
    {
        Frame.Open(html, Title, Describe());
        if (ReferenceY is { } reference)
            html.Raw($"<path class=\"ref\" d=\"M{Text(Frame.PlotLeft)} {Text(Frame.Y(reference))}H{Text(Frame.PlotRight)}\"/>");
        // All bands first: a line must never lie under another line's band.
        for (var index = 0; index < Lines.Count; index++)
            WriteBands(html, index);
        for (var index = 0; index < Lines.Count; index++)
            WriteLine(html, index);
        ChartFrame.Close(html);
    }

    private void WriteBands(HtmlWriter html, int index)
    {
        var (areas, bars) = (new StringBuilder(), new StringBuilder());
        foreach (var run in Runs(Lines[index].Points))
        {
            if (!run.Exists(point => point.Error > 0))
                continue;
            var upper = run.ConvertAll(point => (X: X(point, index), Y: Frame.Y(point.Y + (point.Error ?? 0))));
            var lower = run.ConvertAll(point => (X: X(point, index), Y: Frame.Y(point.Y - (point.Error ?? 0))));
            lower.Reverse();
            if (run.Count == 1)
                bars.Append("M" + Text(upper[0].X) + " " + Text(upper[0].Y) + "V" + Text(lower[0].Y));
            else
                areas.Append("M" + string.Join("L", upper.Concat(lower).Select(Pair)) + "z");
        }

        WritePath(html, "band", index, areas);
        WritePath(html, "bar", index, bars);
    }

    private void WriteLine(HtmlWriter html, int index)
    {
        var line = Lines[index];
        var (path, full, hollow) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        // A line of many points gets few markers, at different places on different lines.
        var stride = Math.Max(1, (line.Points.Count + MostMarkers - 1) / MostMarkers);
        var place = index % stride;
        foreach (var run in Runs(line.Points))
        {
            if (run.Count > 1)
                path.Append("M" + string.Join("L", run.Select(point => Pair((X(point, index), Frame.Y(point.Y))))));
            foreach (var point in run)
            {
                if (place++ % stride == 0 || run.Count == 1)
                    (point.IsHollow ? hollow : full).Append(MarkerShape.Path(line.Style.Marker, X(point, index), Frame.Y(point.Y)));
            }
        }

        WritePath(html, "line", index, path);
        WritePath(html, "mark", index, full);
        WritePath(html, "hollow", index, hollow);
    }

    private void WritePath(HtmlWriter html, string cssClass, int index, StringBuilder data)
    {
        if (data.Length > 0)
            html.Raw($"<path class=\"{cssClass} {Lines[index].Style.CssClass}\" d=\"{data}\"/>");
    }

    /// <summary>Points of the same x stand beside each other when the chart has only that x: nothing else would show them all.</summary>
    private double X(ChartPoint point, int index)
    {
        var x = Frame.X(point.X);
        return Frame.XRange.Max > Frame.XRange.Min ? x : x + ((index - ((Lines.Count - 1) / 2.0)) * Math.Min(24, 220.0 / Lines.Count));
    }

    private string Describe()
    {
        var text = new StringBuilder($"{Frame.YLabel}, against {Frame.XLabel}.");
        foreach (var line in Lines)
        {
            var points = line.Points.Where(point => double.IsFinite(point.Y)).ToList();
            text.Append(' ').Append(line.Name).Append(": ");
            if (points.Count == 0)
                text.Append("no value");
            else if (points.Count == 1)
                text.Append(NumberText.Share(points[0].Y)).Append(" at ").Append(NumberText.Short(points[0].X));
            else
                text.Append(Ends(points[0], points[^1]));
            text.Append('.');
        }

        return text.ToString();
    }

    private static string Ends(ChartPoint first, ChartPoint last) =>
        $"{NumberText.Share(first.Y)} at {NumberText.Short(first.X)}, {NumberText.Share(last.Y)} at {NumberText.Short(last.X)}";

    /// <summary>Cuts a line into its stretches without a missing value.</summary>
    private static IEnumerable<List<ChartPoint>> Runs(IReadOnlyList<ChartPoint> points)
    {
        var run = new List<ChartPoint>();
        foreach (var point in points)
        {
            if (double.IsFinite(point.Y))
            {
                run.Add(point);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0)
            yield return run;
    }

    private static string Pair((double X, double Y) point) => Text(point.X) + " " + Text(point.Y);

    private static string Text(double value) => NumberText.Coordinate(value);
}
