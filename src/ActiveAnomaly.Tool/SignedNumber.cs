using System.Globalization;

namespace ActiveAnomaly.Tool;

/// <summary>Differences as tables print them: with their sign, but for what rounds to zero, which has none.</summary>
internal static class SignedNumber
{
    /// <summary>Formats a difference; NaN becomes "-".</summary>
    /// <param name="value">The difference.</param>
    /// <param name="decimals">The number of decimals, from 1.</param>
    public static string Text(double value, int decimals)
    {
        // The third part of the format is for zero, and for what the first two would round to it.
        var number = "0." + new string('0', decimals);
        return double.IsNaN(value) ? "-" : value.ToString($"+{number};-{number};{number}", CultureInfo.InvariantCulture);
    }
}
