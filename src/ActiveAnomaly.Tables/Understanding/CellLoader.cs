using ActiveAnomaly.Tables.Cells;
using ActiveAnomaly.Tables.Packing;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Goes once more through the source of a table for the texts of its cells. A source that is not what it was stops.</summary>
internal static class CellLoader
{
    private const int RowsBetweenCancellationChecks = 1024;

    public static TableCells Load(TableLayout layout, Table table, CancellationToken cancellationToken)
    {
        if (!layout.ColumnNames.SequenceEqual(table.Origin.ColumnNames, StringComparer.Ordinal))
        {
            throw Changed(
                layout, null, $"its columns are {ShownText.List(layout.ColumnNames)}, and were {ShownText.List(table.Origin.ColumnNames)}");
        }

        // A table of selected rows may have them in any order, and more than once; the source is read in its own.
        var lines = table.Lines;
        int[]? order = null;
        if (!IsRising(lines))
        {
            order = [.. Enumerable.Range(0, lines.Length)];
            Array.Sort([.. lines], order);
        }

        var places = order is null ? null : new int[lines.Length];
        return new TableCells(table, Read(layout, table, order, places, cancellationToken), places);
    }

    /// <summary>Reads the texts of all rows of a source, whatever they mean.</summary>
    public static TableCells Load(TableLayout layout, CancellationToken cancellationToken)
    {
        var (cells, lines, all) = (new PackedRows(0), new List<long>(), default(ContentHash));
        using var rows = layout.Open(cancellationToken);
        while (rows.MoveNext())
        {
            if (rows.Index % RowsBetweenCancellationChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            all.Add(Keep(rows, layout.ColumnNames.Count, cells));
            lines.Add(rows.Line);
        }

        return new TableCells(new TableOrigin(layout.ColumnNames, lines.Count, all.Value), [.. lines], cells, places: null);
    }

    /// <summary>Reads the rows of the table.</summary>
    /// <param name="layout">The source.</param>
    /// <param name="table">The table.</param>
    /// <param name="order">The rows by their lines; null where they are in order.</param>
    /// <param name="places">Receives the place among the rows read of each of the table's; null where they are in order.</param>
    /// <param name="cancellationToken">Cancels.</param>
    private static PackedRows Read(
        TableLayout layout, Table table, int[]? order, int[]? places, CancellationToken cancellationToken)
    {
        var (lines, hashes, columnCount) = (table.Lines, table.RowHashes, layout.ColumnNames.Count);
        var cells = new PackedRows(lines.Length);
        var all = default(ContentHash);
        var next = 0;
        using var rows = layout.Open(cancellationToken);
        while (rows.MoveNext())
        {
            if (rows.Index % RowsBetweenCancellationChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var isWanted = next < lines.Length && lines[RowOf(next)] <= rows.Line;
            var hash = isWanted ? Keep(rows, columnCount, cells) : TableOrigin.HashOf(rows, columnCount);
            all.Add(hash);
            for (; next < lines.Length && lines[RowOf(next)] <= rows.Line; next++)
            {
                var row = RowOf(next);
                if (lines[row] != rows.Line || hashes[row] != hash)
                {
                    throw Changed(layout, lines[row], $"{layout.Source.PlaceWord} {lines[row]} has other cells");
                }

                if (places is not null)
                {
                    places[row] = cells.Count - 1;
                }
            }
        }

        if (rows.Index + 1 != table.Origin.RecordCount)
        {
            throw Changed(layout, null, $"it has {rows.Index + 1} rows, and had {table.Origin.RecordCount}");
        }

        return all.Value == table.Origin.Hash
            ? cells
            : throw Changed(layout, null, "a row that the table leaves out has other cells");

        int RowOf(int place) => order?[place] ?? place;
    }

    private static ulong Keep(RowCursor rows, int columnCount, PackedRows cells)
    {
        var hash = default(ContentHash);
        Span<char> digits = stackalloc char[Cell.MostNumberLength];
        for (var k = 0; k < columnCount; k++)
        {
            var cell = rows.Field(k);
            hash.Add(cell);
            cells.Add(cell.IsNumber ? digits[..cell.WriteNumber(digits)] : cell.Text);
        }

        cells.EndRow();
        return hash.Value;
    }

    private static bool IsRising(long[] lines)
    {
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i] <= lines[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private static TableException Changed(TableLayout layout, long? line, string how)
    {
        var message = $"'{layout.Source.Name}' is not what it was when the table was read: {how}. Read the table again, and then its "
            + "cells; a data view has to give the same rows in the same order each time.";
        return line is null ? new TableException(message) : new TableException(message, line.Value, null);
    }
}
