namespace ActiveAnomaly.Tables;

/// <summary>The cells of a column that becomes features, read and filled. Immutable, and so safe to share between threads.</summary>
public sealed class TableColumn
{
    private readonly double[] _numbers;
    private readonly int[] _codes;
    private readonly int[] _filledRows;

    internal TableColumn(ColumnSchema schema, double[] numbers, int[] codes, int[] filledRows, int clippedCount, int unknownCount)
        : this(schema, numbers, codes, filledRows, filledRows.Length, clippedCount, unknownCount)
    {
    }

    private TableColumn(
        ColumnSchema schema, double[] numbers, int[] codes, int[] filledRows, int filledCount, int clippedCount, int unknownCount)
    {
        Schema = schema;
        _numbers = numbers;
        _codes = codes;
        _filledRows = filledRows;
        FilledCount = filledCount;
        ClippedCount = clippedCount;
        UnknownCount = unknownCount;
    }

    /// <summary>Gets what was understood of the column.</summary>
    public ColumnSchema Schema { get; }

    /// <summary>Gets the column's name.</summary>
    public string Name => Schema.Name;

    /// <summary>Gets what its cells are.</summary>
    public ColumnKind Kind => Schema.Kind;

    /// <summary>Gets one finite number a row [n]; booleans are 1 and 0, dates days; none for categories.</summary>
    public ReadOnlySpan<double> Numbers => _numbers;

    /// <summary>
    /// Gets the index in <see cref="ColumnSchema.Categories"/> of each row's category [n], -1 where the training table had no such one;
    /// none for other columns.
    /// </summary>
    public ReadOnlySpan<int> Codes => _codes;

    /// <summary>Gets the number of missing cells that were filled.</summary>
    public int FilledCount { get; }

    /// <summary>Gets the number of cells that single precision cannot hold and that were clipped.</summary>
    public int ClippedCount { get; }

    /// <summary>Gets the number of cells with a category that the training table does not have.</summary>
    public int UnknownCount { get; }

    /// <summary>Gets the number of features that the column becomes.</summary>
    public int FeatureCount => Kind == ColumnKind.Category ? Schema.Categories.Count : 1;

    /// <summary>Gets a value indicating whether all rows of the training table are the same, in single precision as features are.</summary>
    public bool IsConstant =>
        Kind == ColumnKind.Category ? Schema.Categories.Count == 1 : (float?)Schema.Smallest == (float?)Schema.Largest;

    /// <summary>Tells whether a row's cell was missing and got a value.</summary>
    /// <param name="rowIndex">The row, from 0.</param>
    /// <returns>True where it was.</returns>
    public bool IsFilled(int rowIndex) => Array.BinarySearch(_filledRows, rowIndex) >= 0;

    internal TableColumn Select(ReadOnlySpan<int> rows)
    {
        var filledRows = new List<int>();
        for (var i = 0; i < rows.Length && _filledRows.Length > 0; i++)
        {
            if (IsFilled(rows[i]))
            {
                filledRows.Add(i);
            }
        }

        return new TableColumn(
            Schema, Of(_numbers, rows), Of(_codes, rows), [.. filledRows], FilledCount, ClippedCount, UnknownCount);
    }

    private static T[] Of<T>(T[] values, ReadOnlySpan<int> rows)
    {
        if (values.Length == 0)
        {
            return [];
        }

        var selected = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            selected[i] = values[rows[i]];
        }

        return selected;
    }
}
