namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>
/// A colour of charts, on white and on black. Charts are drawn in the colours on white, and the style sheet exchanges each by its value:
/// so all values on white differ. The hues are those of Okabe and Ito, which people with any common colour blindness tell apart; light ones
/// are darkened on white (and dark ones lightened on black) to a contrast of three to one or more.
/// </summary>
/// <param name="OnWhite">The colour on white paper, as #RRGGBB.</param>
/// <param name="OnBlack">The colour on a dark screen.</param>
internal sealed record ChartColor(string OnWhite, string OnBlack)
{
    /// <summary>Gets the colours of series without order.</summary>
    public static IReadOnlyList<ChartColor> Categories { get; } =
    [
        new("#0072B2", "#56A8E8"), new("#D55E00", "#FF8A3D"), new("#00805E", "#2FC79B"), new("#B0528A", "#E08FC0"),
        new("#2B2B2B", "#E6E6E6"), new("#A87400", "#F0B429"), new("#3D94CC", "#9CD7FF"), new("#767000", "#E8DF4A"),
    ];

    /// <summary>Gets the colours of ordered series, from the first to the last.</summary>
    public static IReadOnlyList<ChartColor> Ramp { get; } =
    [
        new("#D97300", "#8F8CFF"), new("#CC4A3C", "#B983F0"), new("#AD2D68", "#E07CC0"), new("#832A86", "#F98A86"),
        new("#552A8C", "#FDB366"), new("#1F1A5A", "#FFE38F"),
    ];

    /// <summary>Gets the colour of axes.</summary>
    public static ChartColor Axis { get; } = new("#57606A", "#A8B1BB");

    /// <summary>Gets the colour of grid lines.</summary>
    public static ChartColor Grid { get; } = new("#E6E9ED", "#2A3037");

    /// <summary>Gets the colour of lines and rings that have to be seen over all others.</summary>
    public static ChartColor Ink { get; } = new("#1B1F24", "#E6E8EB");

    /// <summary>Gets the colour of the many: rows that nobody labelled.</summary>
    public static ChartColor Dot { get; } = new("#8A9BAB", "#71808E");

    /// <summary>Gets the colour of rows found to be abnormal.</summary>
    public static ChartColor Found { get; } = new("#93226C", "#F0A6D8");

    private static IEnumerable<ChartColor> All => [.. Categories, .. Ramp, Axis, Grid, Ink, Dot, Found];

    /// <summary>Gives the rules that exchange the colours on dark screens; paper is white whatever the screen is.</summary>
    public static string Css() => "@media screen and (prefers-color-scheme:dark){"
        + string.Concat(All.Select(color =>
            $".drawn [fill=\"{color.OnWhite}\"]{{fill:{color.OnBlack}}}.drawn [stroke=\"{color.OnWhite}\"]{{stroke:{color.OnBlack}}}"))
        + "}\n";
}
