using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>The ids of rows: each row has one of its own.</summary>
internal static class RowIds
{
    private const string Remedy = "Mend it, or name another column, or none: then rows are told by their content.";

    /// <summary>Reads the ids of a table's rows.</summary>
    /// <exception cref="TableException">There is no such column, or an id is missing or that of another row.</exception>
    public static string[] Of(Table table, TableCells cells, string idColumn)
    {
        var column = cells.IndexOf(idColumn);
        if (column < 0)
        {
            throw new TableException(table.Origin.LeftOut.TryGetValue(idColumn.Trim(), out var kind)
                ? $"Column {ShownText.Of(idColumn)} of '{table.Name}' is {kind}, which cannot be read, and so it cannot name the rows. "
                + "Write it as text or numbers, or name another column, or none: then rows are told by their content."
                : $"'{table.Name}' has no column {ShownText.Of(idColumn)} that could name the rows. Its columns: "
                + $"{ShownText.List(cells.ColumnNames)}. Name one of them, or none: then rows are told by their content.");
        }

        var reader = new CellReader(table.Schema.MissingTexts, dateFormat: null);
        var ids = new string[table.RowCount];
        var rowOf = new Dictionary<string, int>(ids.Length, StringComparer.Ordinal);
        for (var i = 0; i < ids.Length; i++)
        {
            var id = cells[i, column].Trim();
            if (reader.IsMissing(id))
            {
                throw Unfit(table, i, idColumn, $"the id is {ShownText.Of(id)}, which means that there is none; every row needs one");
            }

            if (!rowOf.TryAdd(id, i))
            {
                throw Unfit(
                    table,
                    i,
                    idColumn,
                    $"the id {ShownText.Of(id)} is that of {table.PlaceWord} {table.LineOf(rowOf[id])} too; every row needs one of its "
                    + "own");
            }

            ids[i] = id;
        }

        return ids;
    }

    private static TableException Unfit(Table table, int row, string idColumn, string what) => new(
        $"'{table.Name}', {table.PlaceWord} {table.LineOf(row)}, column {ShownText.Of(idColumn)}: {what}. {Remedy}",
        table.LineOf(row),
        idColumn);
}
