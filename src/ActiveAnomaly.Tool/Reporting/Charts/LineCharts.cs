using System.Text;

namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>Charts of lines with error bars.</summary>
internal static class LineCharts
{
    /// <summary>The share of a chart with one x that its series stand beside each other in.</summary>
    private const double Breadth = 0.8;

    /// <summary>Makes a chart of lines, and says in words where each begins and ends.</summary>
    public static Chart Of(string title, ChartAxis x, ChartAxis y, IReadOnlyList<ChartSeries> series) =>
        new(title, x, y, Spread(series)) { Description = Describe(x, y, series) };

    /// <summary>Gives every value and end of an error bar, for an axis that shows them all.</summary>
    public static IEnumerable<double> Extent(IEnumerable<ChartSeries> series) =>
        from one in series
        from point in one.Points
        from sign in (double[])[-1, 1]
        select point.Y + (sign * (point.Error ?? 0));

    /// <summary>Points of the same x stand beside each other when the chart has only that x: nothing else would show them all.</summary>
    private static IReadOnlyList<ChartSeries> Spread(IReadOnlyList<ChartSeries> series) =>
        series.Count < 2 || series.SelectMany(one => one.Points).Select(point => point.X).Distinct().Count() > 1
            ? series
            : [.. series.Select((one, index) => one with { Points = [.. one.Points.Select(point => point with
            {
                X = point.X + ((((index + 0.5) / series.Count) - 0.5) * Breadth),
            })] })];

    private static string Describe(ChartAxis x, ChartAxis y, IReadOnlyList<ChartSeries> series)
    {
        var text = new StringBuilder($"{y.Title}, against {x.Title}.");
        foreach (var line in series)
        {
            List<ChartPoint> points = [.. line.Points.Where(point => double.IsFinite(point.Y))];
            text.Append(' ').Append(line.Name).Append(": ").Append(points.Count switch
            {
                0 => "no value",
                1 => At(points[0]),
                _ => $"{At(points[0])}, {At(points[^1])}",
            }).Append('.');
        }

        return text.ToString();
    }

    private static string At(ChartPoint point) => $"{NumberText.Share(point.Y)} at {NumberText.Short(point.X)}";
}
