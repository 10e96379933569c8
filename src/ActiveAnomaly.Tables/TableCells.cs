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
    private const int RowsInAPart = 4096;

    private readonly PackedRows _rows;
    private readonly int[]? _places;
    private readonly Dictionary<string, int> _indexOf;

    internal TableCells(Table table, PackedRows rows, int[]? places)
        : this(table.Origin, table.Lines, rows, places)
    {
    }

    internal TableCells(TableOrigin origin, long[] lines, PackedRows rows, int[]? places)
    {
        ColumnNames = origin.ColumnNames;
        Lines = lines;
        Origin = origin;
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

    /// <summary>Gets the place of a row in the file.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The line that it begins in, from 1 (the row, from 0, where there are no lines).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public long LineOf(int row)
    {
        Require(row, RowCount, "row", nameof(row));
        return Lines[row];
    }

    /// <summary>Gets the texts of all cells of a row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>One text a column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public string[] TextsOf(int row)
    {
        Require(row, RowCount, "row", nameof(row));
        return _rows.TextsOf(_places?[row] ?? row, ColumnNames.Count);
    }

    /// <summary>
    /// Finds the rows that have a text in a cell, in whatever case (ordinal). All processors search; one million rows of six columns take
    /// a few hundredths of a second.
    /// </summary>
    /// <param name="text">The text; every row has an empty one.</param>
    /// <param name="columns">The indices of the columns to search; null for all.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The rows, ascending.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public int[] Find(string text, IReadOnlyCollection<int>? columns = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isSearched = new bool[ColumnNames.Count];
        foreach (var column in columns ?? [.. Enumerable.Range(0, isSearched.Length)])
        {
            Require(column, isSearched.Length, "column", nameof(columns));
            isSearched[column] = true;
        }

        var search = new PackedSearch(text, isSearched);
        var isFound = new bool[RowCount];
        Parallel.For(
            0,
            (RowCount + RowsInAPart - 1) / RowsInAPart,
            new ParallelOptions { CancellationToken = cancellationToken },
            part =>
            {
                for (var row = part * RowsInAPart; row < Math.Min((part + 1) * RowsInAPart, RowCount); row++)
                {
                    isFound[row] = _rows.Has(search, _places?[row] ?? row);
                }
            });
        return [.. Enumerable.Range(0, RowCount).Where(row => isFound[row])];
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
