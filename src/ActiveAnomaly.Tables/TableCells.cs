using ActiveAnomaly.Tables.Packing;
using ActiveAnomaly.Tables.Understanding;

namespace ActiveAnomaly.Tables;

/// <summary>
/// The cells of a table as its owner's file has them, with the columns that become no features: identifiers, links, remarks, the label.
/// Rows are those of the table. Texts are made when they are asked for; beside them about a byte a cell and eight a row are kept.
/// Immutable, and so safe to share between threads.
/// </summary>
public sealed class TableCells
{
    private readonly PackedRows _rows;
    private readonly int[]? _places;
    private readonly Dictionary<string, int> _indexOf;

    internal TableCells(Table table, PackedRows rows, int[]? places)
    {
        ColumnNames = table.Origin.ColumnNames;
        Lines = table.Lines;
        Origin = table.Origin;
        _rows = rows;
        _places = places;
        _indexOf = ColumnNames.Index().ToDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal);
    }

    /// <summary>Gets the names of all columns of the file in its order, as the reader calls them: trimmed, each different.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Gets the number of rows, those of the table.</summary>
    public int RowCount => Lines.Length;

    /// <summary>Gets the line of each row [n].</summary>
    internal long[] Lines { get; }

    /// <summary>Gets what the source was when the table was read.</summary>
    internal TableOrigin Origin { get; }

    /// <summary>
    /// Gets the text of a cell: as it stands in the file, with the spaces around it and without the quotes; of what is no text in the file,
    /// a number for one, the invariant text; an empty one where there is nothing.
    /// </summary>
    /// <param name="row">The row of the table, from 0.</param>
    /// <param name="column">The column's index in <see cref="ColumnNames"/>.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public string this[int row, int column]
    {
        get
        {
            Require(row, RowCount, "row", nameof(row));
            Require(column, ColumnNames.Count, "column", nameof(column));
            return _rows[_places?[row] ?? row, column];
        }
    }

    /// <summary>Finds a column.</summary>
    /// <param name="columnName">Its name, letter by letter.</param>
    /// <returns>Its index in <see cref="ColumnNames"/>; -1 where there is none.</returns>
    public int IndexOf(string columnName)
    {
        ArgumentNullException.ThrowIfNull(columnName);
        return _indexOf.GetValueOrDefault(columnName, -1);
    }

    private static void Require(int index, int count, string what, string name)
    {
        if ((uint)index >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(name, index, $"The {what}s of these cells are 0 to {count - 1}.");
        }
    }
}
