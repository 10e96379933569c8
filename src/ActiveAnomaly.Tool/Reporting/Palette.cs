using System.Text;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>
/// Colours and dash patterns as CSS classes. The hues are those of Okabe and Ito, which people with any common colour blindness
/// tell apart; light ones are darkened on white (and dark ones lightened on black) to a contrast of three to one or more.
/// </summary>
internal static class Palette
{
    private static readonly string[] CategoriesOnWhite =
        ["#0072b2", "#d55e00", "#00805e", "#b0528a", "#2b2b2b", "#a87400", "#3d94cc", "#767000"];

    private static readonly string[] CategoriesOnBlack =
        ["#56a8e8", "#ff8a3d", "#2fc79b", "#e08fc0", "#e6e6e6", "#f0b429", "#9cd7ff", "#e8df4a"];

    private static readonly string[] RampOnWhite = ["#d97300", "#cc4a3c", "#ad2d68", "#832a86", "#552a8c", "#1f1a5a"];

    private static readonly string[] RampOnBlack = ["#8f8cff", "#b983f0", "#e07cc0", "#f98a86", "#fdb366", "#ffe38f"];

    private static readonly string[] Dashes = ["none", "9 3", "3.5 2.5", "9 3 2.5 3", "6 3 2 3 2 3", "1.5 2.5"];

    public static int CategoryCount => CategoriesOnWhite.Length;

    public static int RampCount => RampOnWhite.Length;

    public static int DashCount => Dashes.Length;

    /// <summary>Returns the classes k (category), r (ramp) and d (dashes), and the variables behind them for both colour schemes.</summary>
    public static string Css()
    {
        var css = new StringBuilder();
        css.Append(":root{").Append(Variables("k", CategoriesOnWhite)).Append(Variables("r", RampOnWhite)).Append("}\n");
        // Paper is white whatever the screen is: the dark scheme applies to screens only.
        css.Append("@media screen and (prefers-color-scheme:dark){:root{");
        css.Append(Variables("k", CategoriesOnBlack)).Append(Variables("r", RampOnBlack)).Append("}}\n");
        css.Append(Classes("k", CategoryCount)).Append(Classes("r", RampCount));
        for (var index = 0; index < Dashes.Length; index++)
            css.Append($".line.d{NumberText.Count(index)}{{stroke-dasharray:{Dashes[index]}}}");
        return css.Append('\n').ToString();
    }

    private static string Variables(string letter, string[] colours) =>
        string.Concat(colours.Select((colour, index) => $"--{letter}{NumberText.Count(index)}:{colour};"));

    private static string Classes(string letter, int count) => string.Concat(
        Enumerable.Range(0, count).Select(NumberText.Count).Select(index => $".{letter}{index}{{--c:var(--{letter}{index})}}"));
}
