namespace ActiveAnomaly.Tool.Reporting;

/// <summary>How a line looks: colour, dash pattern and marker, so that no two differ in colour alone.</summary>
/// <param name="CssClass">The classes that set the colour and the dash pattern.</param>
/// <param name="Marker">The marker's shape, 0 to <see cref="MarkerShape.Count"/> - 1.</param>
internal sealed record LineStyle(string CssClass, int Marker)
{
    /// <summary>Gets the style of the series with a given place in a list without order (losses, strategies).</summary>
    public static LineStyle OfCategory(int index)
    {
        // Past the last colour the colours repeat, but with the next dash pattern and marker.
        var turn = index / Palette.CategoryCount;
        return new LineStyle(
            $"k{NumberText.Count(index % Palette.CategoryCount)} d{NumberText.Count((index + turn) % Palette.DashCount)}",
            (index + turn) % MarkerShape.Count);
    }

    /// <summary>Gets the style of one of the ordered series (stages): the colour runs along a ramp.</summary>
    public static LineStyle OfRank(int rank, int rankCount)
    {
        var step = rankCount < 2 ? Palette.RampCount - 1 : (int)Math.Round(rank * (Palette.RampCount - 1.0) / (rankCount - 1));
        return new LineStyle(
            $"r{NumberText.Count(step)} d{NumberText.Count(rank % Palette.DashCount)}", rank % MarkerShape.Count);
    }
}
