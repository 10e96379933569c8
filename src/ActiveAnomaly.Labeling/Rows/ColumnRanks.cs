using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>How many cells of a column lie below, above or at a value. Immutable and thread safe.</summary>
internal sealed class ColumnRanks
{
    private readonly TableColumn _column;
    private readonly double[] _sorted;
    private readonly int[] _counts;

    private ColumnRanks(TableColumn column, double[] sorted, int[] counts)
    {
        _column = column;
        _sorted = sorted;
        _counts = counts;
        Count = sorted.Length + counts.Sum();
    }

    /// <summary>Gets the number of cells that have a value.</summary>
    public int Count { get; }

    /// <summary>Gets a value indicating whether the cells are of kinds, and not numbers in an order.</summary>
    public bool IsOfKinds => _column.Kind is ColumnKind.Boolean or ColumnKind.Category;

    /// <summary>Learns a column.</summary>
    public static ColumnRanks Of(TableColumn column)
    {
        if (column.Kind == ColumnKind.Category)
        {
            // The last count is that of the categories that are none of the known ones.
            var counts = new int[column.Schema.Categories.Count + 1];
            for (var row = 0; row < column.Codes.Length; row++)
            {
                counts[KindOf(column, row, counts.Length)] += column.IsFilled(row) ? 0 : 1;
            }

            return new ColumnRanks(column, [], counts);
        }

        var values = new double[column.Numbers.Length];
        var count = 0;
        for (var row = 0; row < values.Length; row++)
        {
            values[count] = column.Numbers[row];
            count += column.IsFilled(row) ? 0 : 1;
        }

        Array.Resize(ref values, count);
        Array.Sort(values);
        return new ColumnRanks(column, values, []);
    }

    /// <summary>
    /// Gets the share of the cells with a value that are as extreme as a row's number, or of all rows that are of its kind; null where it
    /// has no value.
    /// </summary>
    public double? TailOf(int row)
    {
        if (_column.IsFilled(row))
        {
            return null;
        }

        if (_column.Kind == ColumnKind.Category)
        {
            return (double)_counts[KindOf(_column, row, _counts.Length)] / _column.Codes.Length;
        }

        var value = _column.Numbers[row];
        var (below, upTo) = (Below(value), UpTo(value));
        return _column.Kind == ColumnKind.Boolean
            ? (double)(upTo - below) / _column.Numbers.Length
            : Math.Min(1, 2.0 * Math.Min(upTo, Count - below) / Count);
    }

    /// <summary>Gets the share of the cells that lie between two numbers, these among them.</summary>
    public double ShareBetween(double low, double high) => (double)(UpTo(high) - Below(low)) / Count;

    /// <summary>Gets the number in a row, which the column has.</summary>
    public double NumberOf(int row) => _column.Numbers[row];

    /// <summary>Tells whether two rows have the same value, which both have.</summary>
    public bool AreSame(int row, int other) => _column.Kind == ColumnKind.Category
        ? _column.Codes[row] == _column.Codes[other]
        : _column.Numbers[row] == _column.Numbers[other];

    private static int KindOf(TableColumn column, int row, int count) => column.Codes[row] is >= 0 and var code ? code : count - 1;

    /// <summary>Counts the cells that are smaller.</summary>
    private int Below(double value)
    {
        var (first, end) = (0, _sorted.Length);
        while (first < end)
        {
            var middle = first + ((end - first) / 2);
            (first, end) = _sorted[middle] < value ? (middle + 1, end) : (first, middle);
        }

        return first;
    }

    /// <summary>Counts the cells that are not larger.</summary>
    private int UpTo(double value)
    {
        var (first, end) = (0, _sorted.Length);
        while (first < end)
        {
            var middle = first + ((end - first) / 2);
            (first, end) = _sorted[middle] <= value ? (middle + 1, end) : (first, middle);
        }

        return first;
    }
}
