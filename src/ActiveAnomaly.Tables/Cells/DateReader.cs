using System.Globalization;
using System.Text.RegularExpressions;

namespace ActiveAnomaly.Tables.Cells;

/// <summary>Reads dates: ISO 8601, or of a given format.</summary>
internal sealed partial class DateReader(string? format)
{
    private const int ShortestDate = 6;
    private const int LongestDate = 64;

    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy/MM/dd HH:mm", "yyyy/MM/dd HH:mm:ss",

        // An offset of hours alone, as PostgreSQL writes it.
        "yyyy-MM-ddTHH:mmzz", "yyyy-MM-dd HH:mmzz", "yyyy-MM-ddTHH:mm:sszz", "yyyy-MM-dd HH:mm:sszz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzz",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFzz",
    ];

    /// <summary>Tells whether a format gives a date back: it is well formed, and has the year.</summary>
    public static bool IsFormat(string format)
    {
        var probe = new DateTime(1987, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        try
        {
            return DateTime.TryParseExact(
                probe.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, Styles, out var date)
                && date == probe;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Tells whether a text is a date, looks like one, or is any other text.</summary>
    public CellKind Classify(ReadOnlySpan<char> text) =>
        TryRead(text, out _) ? CellKind.Date
        : text.Length <= LongestDate && LooksLikeDate().IsMatch(text) ? CellKind.UnclearDate
        : CellKind.Text;

    /// <summary>Reads a date; one with an offset from UTC becomes UTC, one without is taken for UTC.</summary>
    public bool TryRead(ReadOnlySpan<char> text, out DateTime date) => format is null
        ? TryReadIso(text, out date)
        : DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, Styles, out date);

    /// <summary>Reads a date of ISO 8601.</summary>
    public static bool TryReadIso(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        return text.Length is >= ShortestDate and <= LongestDate && char.IsAsciiDigit(text[0])
            && DateTime.TryParseExact(text, IsoFormats, CultureInfo.InvariantCulture, Styles, out date);
    }

    /// <summary>31.05.2024  5/31/24 10:15  2024-5-31  31-May-2024  May 31, 2024, with or without a time of day.</summary>
    [GeneratedRegex(
        @"^([0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{4}|[0-9]{2})|[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}"
        + @"|[0-9]{1,2}[. -]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[.,/ -]+([0-9]{4}|[0-9]{2})"
        + @"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[. ]+[0-9]{1,2},? [0-9]{4})([ T,].*)?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LooksLikeDate();
}
