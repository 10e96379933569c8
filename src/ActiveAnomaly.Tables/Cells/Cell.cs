using System.Globalization;

namespace ActiveAnomaly.Tables.Cells;

/// <summary>A cell as the source has it: a text, or a number where the source has types. Valid until the next cell is asked for.</summary>
internal readonly ref struct Cell
{
    /// <summary>The longest text of a number.</summary>
    public const int MostNumberLength = 32;

    private readonly bool _isSingle;

    private Cell(ReadOnlySpan<char> text, double number, bool isNumber, bool isSingle, bool isDate)
    {
        Text = text;
        Number = number;
        IsNumber = isNumber;
        IsDate = isDate;
        _isSingle = isSingle;
    }

    /// <summary>Gets a value indicating whether the source has a number here, NaN for none.</summary>
    public bool IsNumber { get; }

    /// <summary>Gets a value indicating whether the source has a date here; its text is ISO 8601 whatever other dates are.</summary>
    public bool IsDate { get; }

    /// <summary>Gets the number.</summary>
    public double Number { get; }

    /// <summary>Gets the text, where the source has one.</summary>
    public ReadOnlySpan<char> Text { get; }

    public static Cell Of(ReadOnlySpan<char> text) => new(text, double.NaN, isNumber: false, isSingle: false, isDate: false);

    public static Cell Of(double number) => new(default, number, isNumber: true, isSingle: false, isDate: false);

    /// <summary>Takes a number of single precision: its text has the digits that it needs, 0.1 and not 0.10000000149.</summary>
    public static Cell OfSingle(double number) => new(default, number, isNumber: true, isSingle: true, isDate: false);

    public static Cell OfDate(ReadOnlySpan<char> text) => new(text, double.NaN, isNumber: false, isSingle: false, isDate: true);

    /// <summary>Gives the text to show, and to take for a category: a number as <see cref="WriteNumber"/> writes it.</summary>
    public string ToText()
    {
        if (!IsNumber)
        {
            return Text.Trim().ToString();
        }

        Span<char> digits = stackalloc char[MostNumberLength];
        return digits[..WriteNumber(digits)].ToString();
    }

    /// <summary>Writes a number: nothing for none, others as the shortest text that gives them back.</summary>
    /// <param name="digits">Receives the text; <see cref="MostNumberLength"/> characters are enough.</param>
    /// <returns>The length of the text.</returns>
    public int WriteNumber(Span<char> digits)
    {
        if (double.IsNaN(Number))
        {
            return 0;
        }

        var isWritten = _isSingle
            ? ((float)Number).TryFormat(digits, out var length, default, CultureInfo.InvariantCulture)
            : Number.TryFormat(digits, out length, default, CultureInfo.InvariantCulture);
        return isWritten ? length : throw new InvalidOperationException($"A number's text has more than {MostNumberLength} characters.");
    }
}
