using ActiveAnomaly.Tables.Understanding;

namespace ActiveAnomaly.Tables;

/// <summary>
/// What the rows of a table are known by in another: the hash of each row's content and, where a column names the rows, its id. Immutable,
/// and so safe to share between threads.
/// </summary>
/// <remarks>
/// A row's content is what was understood of its features, not its text: numbers and truth values by value, dates by the millisecond,
/// categories by name, each with its column's name, in whatever order the columns stand; 1.0 is 1, a missing cell is missing whatever it
/// was filled with, and the label is no part of it. Categories that the training table does not have are one. A table whose rows are to be
/// found again is best read as the earlier one was (<see cref="TableReader.ReadAs"/>): then each column is of the same kind. Of a million
/// rows two different ones have the same hash with a probability of 3e-8.
/// </remarks>
public sealed class RowKeys
{
    private readonly ulong[] _hashes;
    private readonly long[] _lines;
    private readonly string[]? _ids;

    internal RowKeys(
        string placeWord,
        string? idColumn,
        IReadOnlyList<(string Name, ColumnKind Kind)> columns,
        ulong[] hashes,
        long[] lines,
        string[]? ids)
    {
        PlaceWord = placeWord;
        IdColumn = idColumn;
        Columns = columns;
        _hashes = hashes;
        _lines = lines;
        _ids = ids;
    }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => _hashes.Length;

    /// <summary>Gets the name of the column that names the rows, or null where none does.</summary>
    public string? IdColumn { get; }

    /// <summary>Gets the word for the place of a row: "line", or "row" where there are no lines.</summary>
    public string PlaceWord { get; }

    /// <summary>Gets the columns that are features, by name.</summary>
    internal IReadOnlyList<(string Name, ColumnKind Kind)> Columns { get; }

    internal ReadOnlySpan<ulong> Hashes => _hashes;

    internal ReadOnlySpan<long> Lines => _lines;

    internal ReadOnlySpan<string> Ids => _ids;

    /// <summary>Takes the keys of a table's rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cells">Its cells, which the ids are taken from; needed with <paramref name="idColumn"/> only.</param>
    /// <param name="idColumn">
    /// The name of the column that names the rows, with a text in each row that no other has; null where none does. It should be left out
    /// of the features (<see cref="TableOptions.IgnoredColumns"/>). The spaces around an id are no part of it.
    /// </param>
    /// <returns>The keys.</returns>
    /// <exception cref="TableException">
    /// There is no such column, or an id is missing or that of another row; the message names line, column and id.
    /// </exception>
    /// <exception cref="ArgumentException">The cells are missing, or not those of the table.</exception>
    public static RowKeys Of(Table table, TableCells? cells = null, string? idColumn = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (cells is not null && (cells.Origin.Hash != table.Origin.Hash || !cells.Lines.AsSpan().SequenceEqual(table.Lines)))
        {
            throw new ArgumentException(
                $"The cells are of {cells.RowCount} rows of another table or in another order; the table has {table.RowCount} rows. Give "
                + "the cells that were read for this table (TableReader.ReadCells).",
                nameof(cells));
        }

        if (idColumn is not null && cells is null)
        {
            throw new ArgumentException(
                $"The rows are to be named by the column '{idColumn}', which needs the table's cells. Give them (TableReader.ReadCells).",
                nameof(cells));
        }

        return new RowKeys(
            table.PlaceWord,
            idColumn,
            RowContents.ColumnsOf(table),
            RowContents.HashesOf(table),
            [.. table.Lines],
            idColumn is null ? null : RowIds.Of(table, cells!, idColumn));
    }

    /// <summary>Reads keys from the bytes that <see cref="ToBytes"/> gave.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The keys.</returns>
    /// <exception cref="FormatException">The bytes are no keys, damaged, or of a newer version.</exception>
    public static RowKeys FromBytes(ReadOnlySpan<byte> bytes) => RowKeysFormat.Read(bytes);

    /// <summary>Finds the rows that two tables have in common.</summary>
    /// <param name="earlier">The keys of the earlier table.</param>
    /// <param name="later">The keys of the later table.</param>
    /// <returns>Which row is which: by id where both have ids, and otherwise by content, equal rows in order of appearance.</returns>
    /// <exception cref="ArgumentException">Both have ids, of columns of different names.</exception>
    public static RowMatching Compare(RowKeys earlier, RowKeys later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        return earlier.IdColumn is null || later.IdColumn is null || earlier.IdColumn == later.IdColumn
            ? new RowMatching(earlier, later)
            : throw new ArgumentException(
                $"The earlier rows are named by the column '{earlier.IdColumn}', the later ones by '{later.IdColumn}'. Take the keys of "
                + "both by the same column, or those of one without ids; then the rows are found by their content.",
                nameof(later));
    }

    /// <summary>Gets the hash of a row's content.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ulong ContentHashOf(int row) => _hashes[Valid(row)];

    /// <summary>Gets the place of a row in its file.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The line that it begins in, from 1 (the row, from 0, where there are no lines).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public long LineOf(int row) => _lines[Valid(row)];

    /// <summary>Gets the id of a row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The id, without the spaces around it; null where no column names the rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public string? IdOf(int row)
    {
        var index = Valid(row);
        return _ids?[index];
    }

    /// <summary>Gives the keys as bytes, to be kept.</summary>
    /// <returns>The bytes, packed; the same for the same keys.</returns>
    public byte[] ToBytes() => RowKeysFormat.Write(this);

    private int Valid(int row) => (uint)row < (uint)RowCount
        ? row
        : throw new ArgumentOutOfRangeException(nameof(row), row, $"The rows of these keys are 0 to {RowCount - 1}.");
}
