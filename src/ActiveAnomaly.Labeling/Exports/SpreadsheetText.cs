using System.Buffers;
using System.Globalization;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>
/// Texts in files that spreadsheets open: one that begins with = + - @ tab or CR would be calculated, and gets an apostrophe before it. So
/// does one whose own apostrophes stand there, so that each comes back as it was. Numbers stay as they are.
/// </summary>
internal static class SpreadsheetText
{
    private const string Begins = "=+-@\t\r";

    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.eE+-");

    /// <summary>Gives the text to write.</summary>
    public static string Protect(string text) =>
        IsRisky(text, out var apostrophes) && !(apostrophes == 0 && IsNumber(text)) ? $"'{text}" : text;

    /// <summary>Gives the text that was written.</summary>
    public static string Restore(string text) => IsRisky(text, out var apostrophes) && apostrophes > 0 ? text[1..] : text;

    private static bool IsRisky(string text, out int apostrophes)
    {
        apostrophes = text.AsSpan().IndexOfAnyExcept('\'');
        return apostrophes >= 0 && Begins.Contains(text[apostrophes]);
    }

    private static bool IsNumber(string text) =>
        text.AsSpan().IndexOfAnyExcept(NumberLetters) < 0
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
