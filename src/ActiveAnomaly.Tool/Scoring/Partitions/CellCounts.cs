using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>Counts the cells of a table that were read as something else than what stands there, over its batches.</summary>
internal sealed class CellCounts
{
    private readonly Dictionary<string, (long Filled, long Clipped, long Unknown)> _counts = new(StringComparer.Ordinal);

    public void Add(IReadOnlyList<TableColumn> columns)
    {
        foreach (var column in columns)
        {
            var (filled, clipped, unknown) = _counts.GetValueOrDefault(column.Name);
            _counts[column.Name] = (filled + column.FilledCount, clipped + column.ClippedCount, unknown + column.UnknownCount);
        }
    }

    /// <summary>
    /// Says what was counted, a sentence for each kind of cell that there is and for each column that was missing in most rows.
    /// </summary>
    /// <param name="rowCount">The rows of all batches.</param>
    public IEnumerable<string> Describe(long rowCount)
    {
        string[] sentences =
        [
            Sentence("Missing cells, filled", count => count.Filled),
            Sentence("Cells out of single precision's range, clipped", count => count.Clipped),
            Sentence("Cells of categories that the model was not trained on, scored as of none of them", count => count.Unknown),
        ];
        return
        [
            .. sentences.Where(sentence => sentence.Length > 0),
            .. _counts.Where(column => 2 * column.Value.Filled > rowCount).Select(column => FormattableString.Invariant(
                $"{column.Value.Filled} of {rowCount} cells of '{column.Key}' were missing and got one value: the column says little.")),
        ];
    }

    private string Sentence(string what, Func<(long Filled, long Clipped, long Unknown), long> countOf)
    {
        string[] columns =
        [
            .. _counts.Where(column => countOf(column.Value) > 0)
                .Select(column => FormattableString.Invariant($"'{column.Key}' {countOf(column.Value)}")),
        ];
        return columns.Length == 0 ? string.Empty : $"{what}: {string.Join(", ", columns)}.";
    }
}
