namespace ActiveAnomaly.Tool.Reporting;

/// <summary>SVG path data of small shapes.</summary>
internal static class MarkerShape
{
    /// <summary>The number of shapes.</summary>
    public const int Count = 7;

    /// <summary>Returns the path of a shape around a point.</summary>
    public static string Path(int shape, double x, double y)
    {
        var (dx, dy, rest) = shape switch
        {
            0 => (-3.4, 0.0, "a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0z"),
            1 => (-3.1, -3.1, "h6.2v6.2h-6.2z"),
            2 => (0.0, -4.2, "l4 7h-8z"),
            3 => (0.0, -4.4, "l4.4 4.4-4.4 4.4-4.4-4.4z"),
            4 => (0.0, 4.2, "l4-7h-8z"),
            5 => (-1.4, -4.2, "h2.8v2.8h2.8v2.8h-2.8v2.8h-2.8v-2.8h-2.8v-2.8h2.8z"),
            _ => (-2.2, -4.0, "h4.4l1.8 4-1.8 4h-4.4l-1.8-4z"),
        };
        return At(x + dx, y + dy) + rest;
    }

    /// <summary>Returns the path of a ring's circle around a point.</summary>
    public static string Ring(double x, double y) => At(x - 6, y) + "a6 6 0 1 0 12 0a6 6 0 1 0-12 0z";

    private static string At(double x, double y) => $"M{NumberText.Coordinate(x)} {NumberText.Coordinate(y)}";
}
