using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>What the source of a table was when its rows were read, to tell whether it is the same when it is read again.</summary>
/// <param name="ColumnNames">The names of all its columns.</param>
/// <param name="RecordCount">The number of its rows, those among them that the table leaves out.</param>
/// <param name="Hash">The hash of all cells of all rows.</param>
internal sealed record TableOrigin(IReadOnlyList<string> ColumnNames, long RecordCount, ulong Hash)
{
    /// <summary>Gets the columns that could not be read, and what they are.</summary>
    public IReadOnlyDictionary<string, string> LeftOut { get; init; } = new Dictionary<string, string>();

    /// <summary>Gives the hash of the cells of the current row, with those of columns that are left out.</summary>
    public static ulong HashOf(RowCursor rows, int columnCount)
    {
        var hash = default(ContentHash);
        for (var k = 0; k < columnCount; k++)
        {
            hash.Add(rows.Field(k));
        }

        return hash.Value;
    }
}
