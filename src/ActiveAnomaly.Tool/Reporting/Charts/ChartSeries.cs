namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>Points that look the same.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Style">The look.</param>
/// <param name="Points">The points, in the order in which a line joins them.</param>
internal sealed record ChartSeries(string Name, ChartStyle Style, IReadOnlyList<ChartPoint> Points)
{
    private const int MostMarkers = 12;

    /// <summary>Gets whether a line joins the points.</summary>
    public bool IsLine { get; init; } = true;

    /// <summary>Gets the points that are drawn as markers: all, but some of a line of many.</summary>
    public IEnumerable<ChartPoint> Markers
    {
        get
        {
            List<ChartPoint> finite = [.. Points.Where(IsFinite)];
            var stride = IsLine ? Math.Max(1, (finite.Count + MostMarkers - 1) / MostMarkers) : 1;
            return finite.Where((_, index) => index % stride == 0);
        }
    }

    /// <summary>Gets the stretches without a missing value.</summary>
    public IEnumerable<IReadOnlyList<ChartPoint>> Stretches
    {
        get
        {
            var stretch = new List<ChartPoint>();
            foreach (var point in Points)
            {
                if (IsFinite(point))
                {
                    stretch.Add(point);
                }
                else if (stretch.Count > 0)
                {
                    yield return stretch;
                    stretch = [];
                }
            }

            if (stretch.Count > 0)
            {
                yield return stretch;
            }
        }
    }

    private static bool IsFinite(ChartPoint point) => double.IsFinite(point.X) && double.IsFinite(point.Y);
}
