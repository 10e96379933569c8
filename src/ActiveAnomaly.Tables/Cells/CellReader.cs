using System.Globalization;
using System.Text.RegularExpressions;

namespace ActiveAnomaly.Tables.Cells;

/// <summary>Tells what a cell looks like. Not thread safe.</summary>
/// <param name="missingTexts">The texts that mean that there is no value.</param>
/// <param name="dateFormat">The format of dates; null for ISO 8601.</param>
/// <param name="isOfDates">Whether the cells are known to be those of a column of dates: 20240131 is no number then.</param>
internal sealed partial class CellReader(IReadOnlyList<string> missingTexts, string? dateFormat, bool isOfDates = false)
{
    /// <summary>The smallest magnitude that single precision holds in full precision.</summary>
    private const double SmallestNormal = 1.17549435e-38;

    private const int LongestNumber = 64;

    /// <summary>What typesetters and spreadsheets write for a minus.</summary>
    private const char Minus = '\u2212';

    private const string Space = @"[ \u00a0\u202f]?";

    private const string Number = @"([0-9]{1,3}([ ,.'’_\u00a0\u202f][0-9]{3})+([.,][0-9]+)?|[0-9]+([.,][0-9]+)?)";

    private const string Currencies = "EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|RUB|UAH|BRL|MXN|ZAR|"
        + @"SGD|HKD|KRW|THB|ILS|kr|zł|Kč|Ft|(US|CA|AU|NZ|HK|R)\$";

    private const string Units = "[nµμmcdk]m[²³23]?|m[²³23]|[mµμk]g|lbs?|oz|mi|ft|yd|inch|sqft|[nµμm]s|sec|secs|seconds|mins?|"
        + "minutes|hrs?|hours|[mcdh]l|[mk]V|mA|[kMG]W|[kMG]?Wh|[kM]J|k?cal|[kMG]?Hz|[kM]?(Ohm|Ω)|dBm?|[kKMGT]i?B|[kMG]bps|[hkM]?Pa|m?bar|"
        + "psi|km/h|m/s|mph|rpm|°[CF]?|percent|pct|pp[mb]";

    private readonly DateReader _dates = new(dateFormat);
    private readonly MissingTexts _missing = new(missingTexts);

    /// <summary>Gets the texts that were said to mean that there is no value, and that no cell has held so far.</summary>
    public IEnumerable<string> UnusedMissingTexts => _missing.Unused;

    /// <summary>Tells what a cell is.</summary>
    public CellKind Classify(Cell cell)
    {
        if (cell.IsNumber)
        {
            return double.IsNaN(cell.Number) || _missing.Contains(cell.Number) ? CellKind.Missing
                : isOfDates && IsDate(cell, out _) ? CellKind.Date
                : Range(cell.Number, CellKind.WholeNumber, CellKind.TooLarge, CellKind.TooSmall);
        }

        var text = cell.Text.Trim();
        if (IsMissing(text))
        {
            return CellKind.Missing;
        }

        if (isOfDates && IsDate(cell, out _))
        {
            return CellKind.Date;
        }

        if (IsInfinity(text))
        {
            return CellKind.Infinite;
        }

        if (TryParse(text, out var number))
        {
            return text.Contains('.')
                ? Range(
                    number,
                    IsGrouped(text, '.') ? CellKind.ThousandsOrPoint : CellKind.PointNumber,
                    CellKind.PointTooLarge,
                    CellKind.PointTooSmall)
                : Range(number, CellKind.WholeNumber, CellKind.TooLarge, CellKind.TooSmall);
        }

        if (text.Contains(',') && TryParseComma(text, out number))
        {
            return Range(
                number,
                IsGrouped(text, ',') ? CellKind.ThousandsOrComma : CellKind.CommaNumber,
                CellKind.CommaTooLarge,
                CellKind.CommaTooSmall);
        }

        if (IsBoolean(text, out _))
        {
            return CellKind.Boolean;
        }

        var kind = cell.IsDate ? CellKind.Date : _dates.Classify(text);
        return kind != CellKind.Text || text.Length > LongestNumber ? kind
            : Decorated().IsMatch(text) ? CellKind.DecoratedNumber
            : WithUnit().IsMatch(text) ? CellKind.NumberWithUnit
            : HasOtherMinus(text) ? CellKind.DecoratedNumber
            : kind;
    }

    /// <summary>
    /// Reads a number; one that single precision cannot hold is infinite or, where tiny, what <see cref="IsTooSmall"/> tells.
    /// </summary>
    /// <returns>What the cell is in a column of numbers: Missing, WholeNumber, Infinite, TooLarge or TooSmall.</returns>
    public CellKind ReadNumber(Cell cell, char decimalSeparator, out double number)
    {
        number = cell.Number;
        if (cell.IsNumber)
        {
            number = _missing.Contains(number) ? double.NaN : number;
        }
        else
        {
            var text = cell.Text.Trim();
            number = double.NaN;
            if (IsMissing(text))
            {
                return CellKind.Missing;
            }

            if (IsInfinity(text))
            {
                number = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            }
            else if (!(decimalSeparator == ',' ? TryParseComma(text, out number) : TryParse(text, out number)))
            {
                number = double.NaN;
            }
        }

        return double.IsNaN(number) ? CellKind.Missing
            : Range(number, CellKind.WholeNumber, CellKind.TooLarge, CellKind.TooSmall);
    }

    /// <summary>Tells whether single precision cannot hold a number, or not in full precision, because it is too close to 0.</summary>
    public static bool IsTooSmall(double number) => number != 0 && Math.Abs(number) < SmallestNormal;

    /// <summary>Reads a truth value.</summary>
    public static bool IsBoolean(ReadOnlySpan<char> text, out bool value)
    {
        value = text.Equals("true", StringComparison.OrdinalIgnoreCase);
        return value || text.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a date.</summary>
    public bool IsDate(Cell cell, out DateTime date) => cell.IsDate
        ? DateReader.TryReadIso(cell.Text, out date)
        : _dates.TryRead(cell.IsNumber ? cell.ToText() : cell.Text.Trim(), out date);

    /// <summary>Tells whether a cell that looks like a number is a date of the format that is given too, 20240131.</summary>
    public bool IsNumberAndDate(CellKind kind, Cell cell) =>
        dateFormat is not null && NumberKinds.All.Contains(kind) && IsDate(cell, out _);

    /// <summary>Tells whether a cell without spaces around it means that there is no value.</summary>
    public bool IsMissing(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || _missing.Contains(text))
        {
            return true;
        }

        // A comma that may separate thousands is no decimal comma here, and 007 is a code and not 7.
        return _missing.HasNumbers && text.TrimStart("+-") is not (['0', >= '0' and <= '9', ..] or [])
            && (TryParse(text, out var number) || (!IsGrouped(text, ',') && TryParseComma(text, out number)))
            && _missing.Contains(number);
    }

    /// <summary>
    /// Tells whether a text would be a number if its minus stood before it and were the one of keyboards: 5.20-  (5.20)  −5.20
    /// </summary>
    private bool HasOtherMinus(ReadOnlySpan<char> text)
    {
        var number = text is ['(', .., ')'] ? text[1..^1] : text is [.., '-' or Minus] ? text[..^1] : text;
        if (number.Length == text.Length && !text.Contains(Minus))
        {
            return false;
        }

        var kind = Classify(Cell.Of(number.ToString().Replace(Minus, '-')));
        return NumberKinds.All.Contains(kind) || kind is CellKind.DecoratedNumber or CellKind.NumberWithUnit;
    }

    private static CellKind Range(double number, CellKind inRange, CellKind tooLarge, CellKind tooSmall) =>
        double.IsInfinity(number) ? CellKind.Infinite
        : float.IsInfinity((float)number) ? tooLarge
        : IsTooSmall(number) ? tooSmall
        : inRange;

    /// <summary>Reads a finite number; one that double precision cannot hold becomes its largest or its smallest.</summary>
    private static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) || double.IsNaN(number))
        {
            return false;
        }

        if (double.IsInfinity(number))
        {
            number = Math.CopySign(double.MaxValue, number);
        }
        else if (number == 0 && text[..Mantissa(text)].IndexOfAnyInRange('1', '9') >= 0)
        {
            number = Math.CopySign(double.Epsilon, number);
        }

        return true;
    }

    private static int Mantissa(ReadOnlySpan<char> text) => text.IndexOfAny('e', 'E') is >= 0 and var end ? end : text.Length;

    /// <summary>Reads a number whose decimal separator is a comma; a point is none then.</summary>
    private static bool TryParseComma(ReadOnlySpan<char> text, out double number)
    {
        number = double.NaN;
        if (text.Contains('.'))
        {
            return false;
        }

        if (!text.Contains(','))
        {
            return TryParse(text, out number);
        }

        if (text.Length > LongestNumber)
        {
            return false;
        }

        Span<char> point = stackalloc char[text.Length];
        text.Replace(point, ',', '.');
        return TryParse(point, out number);
    }

    private static bool IsInfinity(ReadOnlySpan<char> text)
    {
        var unsigned = text[0] is '+' or '-' ? text[1..] : text;
        return unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase)
            || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase)
            || unsigned is "\u221e";
    }

    /// <summary>Tells whether a text could be a number with one thousands separator, 1,234; one that begins with 0 could not.</summary>
    private static bool IsGrouped(ReadOnlySpan<char> text, char separator)
    {
        var digits = text[0] is '+' or '-' ? text[1..] : text;
        var place = digits.IndexOf(separator);
        return place is >= 1 and <= 3 && digits[0] != '0' && digits.Length == place + 4
            && digits[(place + 1)..].IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>1,234,567  12,34,567  1.234,5  1 234  1'234.5  12%  $5  5 €</summary>
    [GeneratedRegex(
        @"^[-+]?\p{Sc}?[ \u00a0]?[-+]?([0-9]{1,3}([ ,.'’_\u00a0\u202f])[0-9]{3}(\2[0-9]{3})*([.,][0-9]+)?"
        + @"|[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}(\.[0-9]+)?|[0-9]+([.,][0-9]+)?)[ \u00a0\u202f]?[%‰\p{Sc}]?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Decorated();

    /// <summary>
    /// 123,45 EUR  EUR 5  12 kg  20°C  1.5 m  1.5k: units that name no categories, as months do. One letter behind a whole number may be
    /// a house number's, 12a.
    /// </summary>
    [GeneratedRegex(
        "^([-+]?(" + Currencies + ")" + Space + Number + "|[-+]?" + Number + Space + "(" + Currencies + "|" + Units + ")|"
        + "[-+]?[0-9]+[.,][0-9]+" + Space + "[mgslhtAVWKJNkMB])$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WithUnit();
}
