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

    /// <summary>Says what was counted, a sentence for each kind of cell that there is.</summary>
    public IEnumerable<string> Describe()
    {
        string[] sentences =
        [
            Sentence("Missing cells, filled", count => count.Filled),
            Sentence("Cells out of single precision's range, clipped", count => count.Clipped),
            Sentence("Cells of categories that the model was not trained on, scored as of none of them", count => count.Unknown),
        ];
        return sentences.Where(sentence => sentence.Length > 0);
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
