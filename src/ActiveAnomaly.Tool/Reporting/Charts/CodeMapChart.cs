namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>Charts of codes: shape and colour tell the kinds of rows apart, a ring marks the last query.</summary>
internal static class CodeMapChart
{
    /// <summary>Unlabelled rows closer than this share of an axis are drawn once: nobody can see a second one.</summary>
    private const double Closest = 1 / 280.0;

    /// <summary>How far from the frame, as a share of the axis, rows beyond it stand.</summary>
    private const double FrameShare = 0.02;

    private static readonly ChartStyle Ring = new(ChartColor.Ink, 0, ChartMarker.Ring);

    /// <summary>Gets the names and looks of the kinds of rows.</summary>
    public static IEnumerable<KeyValuePair<string, ChartStyle>> Legend =>
    [
        .. Enum.GetValues<CodeState>().Select(state => KeyValuePair.Create(Name(state), Style(state))),
        new("in the last query (ring)", Ring),
    ];

    /// <summary>Makes the chart of a map.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="map">The map; points that are not finite are left out.</param>
    /// <returns>The chart, and the number of points beyond its axes, which stand at the frame.</returns>
    public static (Chart Chart, int OutsideCount) Of(string title, CodeMap map)
    {
        List<CodePoint> points = [.. map.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        var x = Axis("first principal component", points.ConvertAll(point => point.X));
        var y = Axis("second principal component (units of the code)", points.ConvertAll(point => point.Y));
        List<ChartSeries> series =
        [
            .. Enum.GetValues<CodeState>().Select(state => Series(
                Name(state),
                Style(state),
                state is CodeState.UnlabelledNormal or CodeState.UnlabelledAbnormal,
                points.Where(point => StateOf(point) == state))),
            Series("in the last query", Ring, isThinned: false, points.Where(point => point.IsQueriedLast)),
        ];
        var outside = points.Count(point => point.X < x.Min || point.X > x.Max || point.Y < y.Min || point.Y > y.Max);
        return (new Chart(title, x, y, series) { Height = 290, Description = Describe(points) }, outside);

        ChartSeries Series(string name, ChartStyle style, bool isThinned, IEnumerable<CodePoint> chosen)
        {
            var placed = chosen.Select(point => new ChartPoint(Inside(point.X, x), Inside(point.Y, y)));
            return new ChartSeries(name, style, [.. isThinned ? placed.DistinctBy(Spot) : placed]) { IsLine = false };
        }

        (double X, double Y) Spot(ChartPoint point) =>
            (Math.Round(point.X / (Closest * (x.Max - x.Min))), Math.Round(point.Y / (Closest * (y.Max - y.Min))));
    }

    /// <summary>Tells the kind of a row; a row of the last query counts as labelled only if it was answered.</summary>
    public static CodeState StateOf(CodePoint point) => (point.IsLabelled, point.IsAbnormal) switch
    {
        (false, false) => CodeState.UnlabelledNormal,
        (false, true) => CodeState.UnlabelledAbnormal,
        (true, false) => CodeState.LabelledNormal,
        (true, true) => CodeState.LabelledAbnormal,
    };

    /// <summary>Names a kind of rows.</summary>
    public static string Name(CodeState state) => state switch
    {
        CodeState.UnlabelledNormal => "unlabelled normal",
        CodeState.UnlabelledAbnormal => "unlabelled abnormal",
        CodeState.LabelledNormal => "labelled normal",
        _ => "labelled abnormal",
    };

    /// <summary>Gives a value, or, of one beyond the axis, a place where the whole marker is seen.</summary>
    private static double Inside(double value, ChartAxis axis)
    {
        var space = axis.Max - axis.Min;
        return value < axis.Min ? axis.Min + (FrameShare * space) : value > axis.Max ? axis.Max - (FrameShare * space) : value;
    }

    private static ChartStyle Style(CodeState state) => state switch
    {
        CodeState.UnlabelledNormal => new(ChartColor.Dot, 0, ChartMarker.Dot),
        CodeState.UnlabelledAbnormal => new(ChartColor.Categories[1], 0, ChartMarker.Triangle) { IsHollow = true },
        CodeState.LabelledNormal => new(ChartColor.Categories[0], 0, ChartMarker.Square),
        _ => new(ChartColor.Found, 0, ChartMarker.Diamond),
    };

    /// <summary>
    /// Covers all values, or their middle 98 % with a margin when the rest lies so far out that the map would be a dot and a few
    /// specks.
    /// </summary>
    private static ChartAxis Axis(string title, List<double> values)
    {
        if (values.Count < 50)
        {
            return ChartAxis.Covering(title, values);
        }

        values.Sort();
        var (low, high) = (values[values.Count / 100], values[^(1 + (values.Count / 100))]);
        var margin = 0.75 * (high - low);
        var isSpread = margin > 0 && (values[0] < low - (2 * margin) || values[^1] > high + (2 * margin));
        return ChartAxis.Covering(title, isSpread
            ? [Math.Max(values[0], low - margin), Math.Min(values[^1], high + margin)]
            : [values[0], values[^1]]);
    }

    private static string Describe(List<CodePoint> points)
    {
        var counts = Enum.GetValues<CodeState>().Select(state =>
            $"{NumberText.Count(points.Count(point => StateOf(point) == state))} {Name(state)}");
        return $"{NumberText.Count(points.Count)} rows: {string.Join(", ", counts)}; "
            + $"{NumberText.Count(points.Count(point => point.IsQueriedLast))} in the last query.";
    }
}
