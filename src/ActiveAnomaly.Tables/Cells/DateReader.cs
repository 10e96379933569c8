using System.Globalization;
using System.Text.RegularExpressions;

namespace ActiveAnomaly.Tables.Cells;

/// <summary>Reads dates: ISO 8601, or of a given format.</summary>
internal sealed partial class DateReader(string? format)
{
    private const int ShortestDate = 6;
    private const int LongestDate = 64;

    /// <summary>The length of yyyy-MM-ddTHH:mm:ss.FFFFFFF: seven decimals of a second are what a date holds.</summary>
    private const int LengthToTicks = 27;

    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy/MM/dd HH:mm", "yyyy/MM/dd HH:mm:ss",

        // An offset of hours alone, as PostgreSQL writes it.
        "yyyy-MM-ddTHH:mmzz", "yyyy-MM-dd HH:mmzz", "yyyy-MM-ddTHH:mm:sszz", "yyyy-MM-dd HH:mm:sszz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzz",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFzz",
    ];

    /// <summary>
    /// Every part of it is another number, so that none is read for another, as minutes for months are; a year of two digits is read as
    /// one of another century.
    /// </summary>
    private static readonly DateTime Probe = new DateTime(1903, 11, 23, 17, 38, 51, DateTimeKind.Utc).AddTicks(1234567);

    /// <summary>Tells whether a format gives a date back, from the year on to some part of it, the fractions of a second for one.</summary>
    public static bool IsFormat(string format)
    {
        try
        {
            return DateTime.TryParseExact(
                Probe.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, Styles, out var date)
                && IsCutOff(date) && !TakesMonthsForMinutes(format, date);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Tells whether a date is the probe without its last parts.</summary>
    private static bool IsCutOff(DateTime date)
    {
        long[] parts =
        [
            TimeSpan.TicksPerDay, TimeSpan.TicksPerHour, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond, 1_000_000, 100_000, 10_000,
            1_000, 100, 10, 1,
        ];
        return date == new DateTime(Probe.Year, 1, 1) || date == new DateTime(Probe.Year, Probe.Month, 1)
            || parts.Any(ticks => date.Ticks == Probe.Ticks - (Probe.Ticks % ticks));
    }

    /// <summary>Tells whether a format says months twice, after hours too, and minutes not at all: dd/MM/yyyy HH:MM.</summary>
    private static bool TakesMonthsForMinutes(string format, DateTime date) =>
        date.Hour > 0 && date.Minute == 0 && MonthsAfterHours().IsMatch(format);

    /// <summary>Tells whether a text is a date, looks like one, or is any other text.</summary>
    public CellKind Classify(ReadOnlySpan<char> text) =>
        TryRead(text, out _) ? CellKind.Date
        : text.Length <= LongestDate && LooksLikeDate().IsMatch(text) ? CellKind.UnclearDate
        : CellKind.Text;

    /// <summary>
    /// Reads a date; one with an offset from UTC becomes UTC, one without is taken for UTC. Of ISO 8601 nanoseconds are cut off.
    /// </summary>
    public bool TryRead(ReadOnlySpan<char> text, out DateTime date) => format is null
        ? TryReadIso(text, out date) || TryReadNanoseconds(text, out date)
        : DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, Styles, out date);

    /// <summary>Reads a date of ISO 8601.</summary>
    public static bool TryReadIso(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        return text.Length is >= ShortestDate and <= LongestDate && char.IsAsciiDigit(text[0])
            && DateTime.TryParseExact(text, IsoFormats, CultureInfo.InvariantCulture, Styles, out date);
    }

    private static bool TryReadNanoseconds(ReadOnlySpan<char> text, out DateTime date)
    {
        if (text.Length is <= LengthToTicks or > LongestDate || !char.IsAsciiDigit(text[LengthToTicks]))
        {
            date = default;
            return false;
        }

        return TryReadIso(string.Concat(text[..LengthToTicks], text[LengthToTicks..].TrimStart("0123456789")), out date);
    }

    [GeneratedRegex("M.*[Hh].*M", RegexOptions.CultureInvariant)]
    private static partial Regex MonthsAfterHours();

    /// <summary>31.05.2024  5/31/24 10:15  2024-5-31  31-May-2024  May 31, 2024, with or without a time of day.</summary>
    [GeneratedRegex(
        @"^([0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{4}|[0-9]{2})|[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}"
        + @"|[0-9]{1,2}[. -]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[.,/ -]+([0-9]{4}|[0-9]{2})"
        + @"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[. ]+[0-9]{1,2},? [0-9]{4})([ T,].*)?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LooksLikeDate();
}
