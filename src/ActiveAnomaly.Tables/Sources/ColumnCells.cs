using System.Globalization;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>
/// The cells of a column of a source that has types: a number where there is no text. Whole numbers that double precision would round
/// are texts, and read as numbers where the column is one.
/// </summary>
internal sealed class ColumnCells
{
    private const double LargestExactWhole = 1L << 53;

    private readonly double[] _numbers;
    private readonly string?[]? _texts;

    private ColumnCells(double[] numbers, string?[]? texts)
    {
        _numbers = numbers;
        _texts = texts;
    }

    public static ColumnCells Of(string?[] texts) => new([], [.. texts.Select(text => text ?? string.Empty)]);

    /// <summary>Takes values of a type that has no spans of digits to lose; null is missing.</summary>
    public static ColumnCells Of<T>(T?[] values)
        where T : struct
    {
        if (typeof(T) == typeof(bool) || typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTimeOffset) || typeof(T) == typeof(DateOnly))
        {
            return new ColumnCells([], [.. values.Select(value => value is null ? string.Empty : Text(value.Value))]);
        }

        var numbers = new double[values.Length];
        string?[]? texts = null;
        for (var i = 0; i < values.Length; i++)
        {
            numbers[i] = values[i] is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : double.NaN;
            if (values[i] is long or ulong && Math.Abs(numbers[i]) > LargestExactWhole)
            {
                texts ??= new string?[values.Length];
                texts[i] = Convert.ToString(values[i], CultureInfo.InvariantCulture);
            }
        }

        return new ColumnCells(numbers, texts);
    }

    public Cell this[int row] => _texts?[row] is { } text ? Cell.Of(text) : Cell.Of(_numbers[row]);

    public static string Text<T>(T value)
        where T : struct => value switch
        {
            bool truth => truth ? "true" : "false",
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => time.ToString(
                time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
            _ => throw new InvalidOperationException($"{typeof(T)} has no text of its own."),
        };
}
