using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling;

/// <summary>Looks for a column that names the rows of a file.</summary>
internal static class IdColumnSearch
{
    private static readonly HashSet<string> IdWords = new(StringComparer.OrdinalIgnoreCase) { "id", "key", "uuid", "guid" };

    /// <summary>
    /// Finds the first column whose name is, or else ends in, one of these words, and whose texts are all there and all different.
    /// </summary>
    public static string? Find(string path, TableOptions options, CancellationToken cancellationToken)
    {
        var names = TableReader.ReadColumnNames(path, options, cancellationToken);
        string[] candidates = [.. names.Where(IdWords.Contains), .. names.Where(name => !IdWords.Contains(name) && EndsInIdWord(name))];
        if (candidates.Length == 0)
        {
            return null;
        }

        var cells = TableReader.ReadTexts(path, options, cancellationToken);
        return candidates.FirstOrDefault(name => NamesRows(cells, cells.IndexOf(name), options.MissingTexts));
    }

    /// <summary>Tells whether the last word of a name is one: order_id, order-id, orderId, OrderID.</summary>
    private static bool EndsInIdWord(string name)
    {
        var begin = name.Length;
        while (begin > 0 && char.IsLetter(name[begin - 1]))
        {
            begin--;
            if (begin > 0 && char.IsUpper(name[begin]) && char.IsLower(name[begin - 1]))
            {
                break;
            }
        }

        return IdWords.Contains(name[begin..]);
    }

    private static bool NamesRows(TableCells cells, int column, IReadOnlyList<string> missingTexts)
    {
        var seen = new HashSet<string>(cells.RowCount, StringComparer.Ordinal);
        for (var row = 0; row < cells.RowCount; row++)
        {
            var text = cells[row, column].Trim();
            if (text.Length == 0 || missingTexts.Contains(text, StringComparer.OrdinalIgnoreCase) || !seen.Add(text))
            {
                return false;
            }
        }

        return seen.Count > 0;
    }
}
