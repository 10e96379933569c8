using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>The hashes of rows by what was understood of their features.</summary>
internal static class RowContents
{
    /// <summary>No text has the hash of its length first and so many more.</summary>
    private const ulong NoCategory = ulong.MaxValue;

    /// <summary>No number and no date has these bits.</summary>
    private const ulong NoValue = ulong.MaxValue - 1;

    /// <summary>Gives the columns that are features, by name.</summary>
    public static (string Name, ColumnKind Kind)[] ColumnsOf(Table table) =>
        [.. table.Columns.Select(column => (column.Name, column.Kind)).OrderBy(column => column.Name, StringComparer.Ordinal)];

    /// <summary>Gives the hash of each row, whatever the order of the columns.</summary>
    public static ulong[] HashesOf(Table table)
    {
        var hashes = new ulong[table.RowCount];
        foreach (var column in table.Columns.OrderBy(column => column.Name, StringComparer.Ordinal))
        {
            var name = ContentHash.Combine(ContentHash.Of(column.Name), (ulong)column.Kind);
            var categories = column.Schema.Categories.Select(category => ContentHash.Of(category)).ToArray();
            for (var i = 0; i < hashes.Length; i++)
            {
                var value = column.IsFilled(i) ? NoValue : column.Kind switch
                {
                    ColumnKind.Category => column.Codes[i] is >= 0 and var code ? categories[code] : NoCategory,
                    ColumnKind.Date => Milliseconds(column.Schema.FirstDate!.Value, column.Numbers[i]),
                    _ => ContentHash.BitsOf(column.Numbers[i]),
                };
                hashes[i] = ContentHash.Combine(ContentHash.Combine(hashes[i], name), value);
            }
        }

        return hashes;
    }

    /// <summary>
    /// The days of another table count from another date. Double precision resolves them to some microseconds, and so the same instant has
    /// the same millisecond in both, unless it has fractions of one.
    /// </summary>
    private static ulong Milliseconds(DateTime first, double days)
    {
        var milliseconds = (first.Ticks / TimeSpan.TicksPerMillisecond) + Math.Round(days * TimeSpan.MillisecondsPerDay);
        return (ulong)(long)milliseconds;
    }
}
