namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>What a chart shows: every number and name of it, and nothing of how it is drawn.</summary>
/// <param name="Title">What the chart is of, for those who do not see it.</param>
/// <param name="X">The axis from left to right.</param>
/// <param name="Y">The axis from bottom to top.</param>
/// <param name="Series">What is drawn, the last on top.</param>
internal sealed record Chart(string Title, ChartAxis X, ChartAxis Y, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>Gets the width in pixels.</summary>
    public int Width { get; init; } = 340;

    /// <summary>Gets the height in pixels.</summary>
    public int Height { get; init; } = 240;

    /// <summary>Gets the value at which a dotted line crosses the chart; null draws none.</summary>
    public double? ReferenceY { get; init; }

    /// <summary>Gets the chart in words.</summary>
    public required string Description { get; init; }
}
