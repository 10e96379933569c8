using System.Globalization;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>
/// The cells of a column of a source that has types: a number where there is no text. Whole numbers that double precision would round
/// are texts, and read as numbers where the column is one.
/// </summary>
internal sealed class ColumnCells
{
    /// <summary>From here on double precision does not hold every whole number.</summary>
    private const double LargestExactWhole = 1L << 53;

    private readonly double[] _numbers;
    private readonly string?[]? _texts;
    private readonly bool _isSingle;
    private readonly bool _isDate;

    private ColumnCells(double[] numbers, string?[]? texts, bool isSingle = false, bool isDate = false)
    {
        _numbers = numbers;
        _texts = texts;
        _isSingle = isSingle;
        _isDate = isDate;
    }

    public static ColumnCells Of(string?[] texts) => new([], [.. texts.Select(text => text ?? string.Empty)]);

    /// <summary>Takes values of a type that has no spans of digits to lose; null is missing.</summary>
    public static ColumnCells Of<T>(T?[] values)
        where T : struct
    {
        var isDate = typeof(T) == typeof(DateTime);
        if (isDate || typeof(T) == typeof(bool))
        {
            return new ColumnCells(
                [], [.. values.Select(value => value is null ? string.Empty : ValueText.Of(value.Value))], isDate: isDate);
        }

        var numbers = new double[values.Length];
        string?[]? texts = null;
        for (var i = 0; i < values.Length; i++)
        {
            numbers[i] = values[i] is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : double.NaN;
            if (values[i] is long or ulong && Math.Abs(numbers[i]) >= LargestExactWhole)
            {
                texts ??= new string?[values.Length];
                texts[i] = Convert.ToString(values[i], CultureInfo.InvariantCulture);
            }
        }

        return new ColumnCells(numbers, texts, isSingle: typeof(T) == typeof(float));
    }

    public Cell this[int row] => _texts?[row] is not { } text ? _isSingle ? Cell.OfSingle(_numbers[row]) : Cell.Of(_numbers[row])
        : _isDate ? Cell.OfDate(text)
        : Cell.Of(text);
}
