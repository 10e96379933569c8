using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling;

/// <summary>Looks for a column that names the rows of a file.</summary>
internal static class IdColumnSearch
{
    private static readonly HashSet<string> IdWords = new(StringComparer.OrdinalIgnoreCase) { "id", "key", "uuid", "guid" };

    /// <summary>Where all but one in so many rows have a text of their own, it is meant to name them.</summary>
    private const int FewestAlone = 10;

    /// <summary>
    /// Finds the first column whose name is, or else ends in, one of these words, and whose texts are all there and all different.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known of the table.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>
    /// Its name, null where there is none; and why columns are not taken for ids that seem to be some: each sentence begins with the
    /// column's name.
    /// </returns>
    public static (string? Name, IReadOnlyList<string> Refused) Find(
        string path, TableOptions options, CancellationToken cancellationToken)
    {
        var names = TableReader.ReadColumnNames(path, options, cancellationToken);
        string[] candidates = [.. names.Where(IdWords.Contains), .. names.Where(name => !IdWords.Contains(name) && EndsInIdWord(name))];
        if (candidates.Length == 0)
        {
            return (null, []);
        }

        var cells = TableReader.ReadTexts(path, options, cancellationToken);
        var refused = new List<string>();
        foreach (var name in candidates)
        {
            if (WhyNot(cells, name, options.MissingTexts) is not { } why)
            {
                return (name, refused);
            }

            // What becomes of the column is said already.
            if (why.Length > 0 && !options.IgnoredColumns.Concat(options.CategoryColumns).Append(options.LabelColumn).Contains(name))
            {
                refused.Add(why);
            }
        }

        return (null, refused);
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

    /// <summary>
    /// Tells why a column does not name the rows: null where it does, and nothing where it hardly means to, as the id of a customer with
    /// many orders does not.
    /// </summary>
    private static string? WhyNot(TableCells cells, string name, IReadOnlyList<string> missingTexts)
    {
        if (cells.RowCount == 0)
        {
            return string.Empty;
        }

        // Lines count from 1, the rows of what has no lines from 0.
        var (column, word) = (cells.IndexOf(name), cells.LineOf(0) == 0 ? "row" : "line");
        var first = new Dictionary<string, int>(cells.RowCount, StringComparer.Ordinal);
        string? why = null;
        for (var row = 0; row < cells.RowCount; row++)
        {
            var text = cells[row, column].Trim();
            if (text.Length == 0 || missingTexts.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                why ??= $"'{name}' has no id in {word} {cells.LineOf(row)}";
            }
            else if (!first.TryAdd(text, row))
            {
                why ??= $"'{name}' has '{text}' in {word} {cells.LineOf(first[text])} and again in {word} {cells.LineOf(row)}";
            }
        }

        return why is null ? null
            : IdWords.Contains(name) || FewestAlone * first.Count >= (FewestAlone - 1) * (long)cells.RowCount ? why
            : string.Empty;
    }
}
