using System.Globalization;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>Numbers as a report prints them, the same under every culture.</summary>
internal static class NumberText
{
    /// <summary>What stands where there is no value.</summary>
    public const string Missing = "–";

    /// <summary>Formats a share, an area under a curve or a quantile with three decimals; NaN becomes <see cref="Missing"/>.</summary>
    public static string Share(double value) => Fixed(value, 3);

    /// <summary>Formats with a given number of decimals; a value that is not finite becomes <see cref="Missing"/>.</summary>
    public static string Fixed(double value, int decimals) =>
        double.IsFinite(value)
            ? (Math.Round(value, decimals) + 0.0).ToString("F" + Count(decimals), CultureInfo.InvariantCulture) // + 0.0: never "-0"
            : Missing;

    /// <summary>Formats with three significant digits.</summary>
    public static string Short(double value) =>
        double.IsFinite(value) ? value.ToString("G3", CultureInfo.InvariantCulture) : Missing;

    /// <summary>Formats a number of things.</summary>
    public static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Gives a number of things with their name: 1 row, 2 rows.</summary>
    /// <param name="value">The number.</param>
    /// <param name="what">The name of one.</param>
    public static string Count(int value, string what) => $"{Count(value)} {what}{(value == 1 ? string.Empty : "s")}";

    /// <summary>Formats an SVG coordinate: one decimal, which is finer than a screen's pixel at the sizes used here.</summary>
    public static string Coordinate(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>
    /// Formats a mean with its standard error, and the number of data sets where some have no value, or else of runs where some have none.
    /// </summary>
    /// <param name="estimate">The mean.</param>
    /// <param name="expectedDatasetCount">The number of data sets that it should rest on.</param>
    /// <param name="expectedRunCount">The number of runs that it should rest on; 0 where that is not known.</param>
    public static string Estimate(Estimate estimate, int expectedDatasetCount, int expectedRunCount = 0)
    {
        if (estimate.DatasetCount == 0)
            return Missing;
        var text = Share(estimate.Mean);
        if (estimate.StandardError is { } error)
            text += " ±" + Share(error);
        if (estimate.DatasetCount < expectedDatasetCount)
            text += $" ({Count(estimate.DatasetCount)}/{Count(expectedDatasetCount)})";
        else if (estimate.RunCount < expectedRunCount)
            text += $" ({Count(estimate.RunCount)}/{Count(expectedRunCount)} runs)";
        return text;
    }

    /// <summary>Formats "1 seed", "5 seeds" or "3 to 5 seeds".</summary>
    public static string Range(int smallest, int largest, string noun)
    {
        var number = smallest == largest ? Count(largest) : $"{Count(smallest)} to {Count(largest)}";
        return $"{number} {noun}{(largest == 1 ? "" : "s")}";
    }
}
