namespace ActiveAnomaly.Tables.Cells;

/// <summary>A cell as the source has it: a text, or a number where the source has types. Valid until the next cell is asked for.</summary>
internal readonly ref struct Cell
{
    private Cell(ReadOnlySpan<char> text, double number, bool isNumber)
    {
        Text = text;
        Number = number;
        IsNumber = isNumber;
    }

    /// <summary>Gets a value indicating whether the source has a number here, NaN for none.</summary>
    public bool IsNumber { get; }

    /// <summary>Gets the number.</summary>
    public double Number { get; }

    /// <summary>Gets the text, where the source has one.</summary>
    public ReadOnlySpan<char> Text { get; }

    public static Cell Of(ReadOnlySpan<char> text) => new(text, double.NaN, isNumber: false);

    public static Cell Of(double number) => new(default, number, isNumber: true);

    /// <summary>Gives the text to show, and to take for a category: a number as the shortest text that gives it back.</summary>
    public string ToText() => !IsNumber ? Text.Trim().ToString()
        : double.IsNaN(Number) ? string.Empty
        : Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
