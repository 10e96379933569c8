using System.Globalization;

namespace ActiveAnomaly.Tables.Cells;

/// <summary>Tells what a cell looks like. Not thread safe.</summary>
internal sealed class CellReader(IReadOnlyList<string> missingTexts, string? dateFormat)
{
    /// <summary>The smallest magnitude that single precision holds in full precision.</summary>
    private const double SmallestNormal = 1.17549435e-38;

    private const int LongestNumber = 64;

    private readonly DateReader _dates = new(dateFormat);

    /// <summary>Tells what a cell is.</summary>
    public CellKind Classify(Cell cell)
    {
        if (cell.IsNumber)
        {
            return double.IsNaN(cell.Number) ? CellKind.Missing : Range(cell.Number, CellKind.PointNumber);
        }

        var text = cell.Text.Trim();
        if (IsMissing(text))
        {
            return CellKind.Missing;
        }

        if (TryParse(text, out var number))
        {
            return double.IsInfinity(number)
                ? text.IndexOfAnyInRange('0', '9') >= 0 ? CellKind.TooLarge : CellKind.Infinite
                : Range(number, text.Contains('.') ? CellKind.PointNumber : CellKind.WholeNumber);
        }

        if (IsInfinity(text))
        {
            return CellKind.Infinite;
        }

        if (text.Contains(',') && TryParseComma(text, out _))
        {
            return IsGrouped(text) ? CellKind.ThousandsOrComma : CellKind.CommaNumber;
        }

        return IsBoolean(text, out _) ? CellKind.Boolean : _dates.Classify(text);
    }

    /// <summary>Reads a number; infinities stay, and numbers that single precision cannot hold become infinite or, where tiny, NaN.</summary>
    /// <returns>What the cell is in a column of numbers: Missing, WholeNumber, Infinite, TooLarge or TooSmall.</returns>
    public CellKind ReadNumber(Cell cell, char decimalSeparator, out double number)
    {
        number = cell.Number;
        if (!cell.IsNumber)
        {
            var text = cell.Text.Trim();
            number = double.NaN;
            if (IsMissing(text))
            {
                return CellKind.Missing;
            }

            var isNumber = decimalSeparator == ',' ? TryParseComma(text, out number) : TryParse(text, out number);
            if (!isNumber)
            {
                if (!IsInfinity(text))
                {
                    number = double.NaN;
                    return CellKind.Missing;
                }

                number = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            }
        }

        return double.IsNaN(number) ? CellKind.Missing : Range(number, CellKind.WholeNumber);
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
    public bool IsDate(ReadOnlySpan<char> text, out DateTime date) => _dates.TryRead(text, out date);

    /// <summary>Tells whether a cell without spaces around it means that there is no value.</summary>
    public bool IsMissing(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return true;
        }

        foreach (var missing in missingTexts)
        {
            if (text.Equals(missing, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static CellKind Range(double number, CellKind inRange) =>
        double.IsInfinity(number) ? CellKind.Infinite
        : float.IsInfinity((float)number) ? CellKind.TooLarge
        : IsTooSmall(number) ? CellKind.TooSmall
        : inRange;

    private static bool TryParse(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && !double.IsNaN(number);

    /// <summary>Reads a number whose decimal separator is a comma; a point is none then.</summary>
    private static bool TryParseComma(ReadOnlySpan<char> text, out double number)
    {
        number = double.NaN;
        if (text.Length > LongestNumber || text.Contains('.'))
        {
            return false;
        }

        Span<char> point = stackalloc char[text.Length];
        text.Replace(point, ',', '.');
        return TryParse(point, out number);
    }

    private static bool IsInfinity(ReadOnlySpan<char> text)
    {
        var unsigned = text.TrimStart("+-");
        return text.Length - unsigned.Length <= 1
            && (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase)
                || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase)
                || unsigned is "\u221e");
    }

    /// <summary>Tells whether a text with commas could be a number with thousands separators: 1,234 or 12,345,678.</summary>
    private static bool IsGrouped(ReadOnlySpan<char> text)
    {
        var digits = text.TrimStart("+-");
        var first = digits.IndexOf(',');
        if (first is < 1 or > 3 || digits[0] == '0')
        {
            return false;
        }

        for (var rest = digits[first..]; !rest.IsEmpty; rest = rest[4..])
        {
            if (rest.Length < 4 || rest[0] != ',' || rest[1..4].IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
