namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>How a series looks: colour, dash pattern and marker, so that no two differ in colour alone.</summary>
/// <param name="Color">The colour.</param>
/// <param name="Dash">The dash pattern, 0 (none) to <see cref="DashCount"/> - 1.</param>
/// <param name="Marker">The marker.</param>
internal sealed record ChartStyle(ChartColor Color, int Dash, ChartMarker Marker)
{
    /// <summary>The number of dash patterns.</summary>
    public const int DashCount = 4;

    private const int MarkerCount = 5;

    /// <summary>Gets whether markers are hollow throughout.</summary>
    public bool IsHollow { get; init; }

    /// <summary>Gets the style of the series with a given place in a list without order (losses, strategies).</summary>
    public static ChartStyle OfCategory(int index)
    {
        // Past the last colour the colours repeat, but with the next dash pattern and marker.
        var turn = index / ChartColor.Categories.Count;
        var color = ChartColor.Categories[index % ChartColor.Categories.Count];
        return new ChartStyle(color, (index + turn) % DashCount, (ChartMarker)((index + turn) % MarkerCount));
    }

    /// <summary>Gets the style of one of the ordered series (stages): the colour runs along a ramp.</summary>
    public static ChartStyle OfRank(int rank, int rankCount)
    {
        var last = ChartColor.Ramp.Count - 1;
        var step = rankCount < 2 ? last : (int)Math.Round(rank * (double)last / (rankCount - 1));
        return new ChartStyle(ChartColor.Ramp[step], rank % DashCount, (ChartMarker)(rank % MarkerCount));
    }
}
