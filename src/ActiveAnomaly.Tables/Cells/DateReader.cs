using System.Globalization;

namespace ActiveAnomaly.Tables.Cells;

/// <summary>Reads dates: ISO 8601, or of a given format.</summary>
internal sealed class DateReader(string? format)
{
    private const int ShortestDate = 6;

    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy/MM/dd HH:mm", "yyyy/MM/dd HH:mm:ss",
    ];

    /// <summary>Tells whether a text is a date, looks like one, or is any other text.</summary>
    public CellKind Classify(ReadOnlySpan<char> text) =>
        TryRead(text, out _) ? CellKind.Date : LooksLikeDate(text) ? CellKind.UnclearDate : CellKind.Text;

    /// <summary>Reads a date; one with an offset from UTC becomes UTC, one without is taken for UTC.</summary>
    public bool TryRead(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        return format is not null
            ? DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, Styles, out date)
            : text.Length >= ShortestDate && char.IsAsciiDigit(text[0])
                && DateTime.TryParseExact(text, IsoFormats, CultureInfo.InvariantCulture, Styles, out date);
    }

    /// <summary>Tells whether a text begins with two numbers of one or two digits and a year: 31.05.2024, 5/31/24 10:15.</summary>
    private static bool LooksLikeDate(ReadOnlySpan<char> text)
    {
        var space = text.IndexOfAny(' ', 'T');
        var day = space < 0 ? text : text[..space];
        var parts = 0;
        foreach (var range in day.SplitAny("./-"))
        {
            var part = day[range];
            if (part.IsEmpty || part.Length > (parts < 2 ? 2 : 4) || part.IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                return false;
            }

            parts++;
        }

        return parts == 3;
    }
}
