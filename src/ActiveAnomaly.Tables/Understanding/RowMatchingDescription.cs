using System.Globalization;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Says which rows two tables have in common.</summary>
internal static class RowMatchingDescription
{
    private const int MostExamples = 5;

    public static IReadOnlyList<string> Of(RowMatching matching, RowKeys earlier, RowKeys later, bool hasIds)
    {
        var lines = new List<string>();
        AddColumns(lines, earlier, later);
        var same = earlier.RowCount - matching.Vanished.Count - matching.Edited.Count;
        lines.Add(
            matching.IsSame ? $"Both tables have the same {Rows(same)} in the same order."
            : matching.IsPermutation ? $"Both tables have the same {Rows(same)}, in another order."
            : $"{Rows(same)} of {Number(earlier.RowCount)} {(same == 1 ? "is" : "are")} the same"
            + $"{(hasIds ? $" by {ShownText.Of(later.IdColumn)} and content" : " by content")}; "
            + (hasIds ? $"{Number(matching.Edited.Count)} edited, " : string.Empty)
            + $"{Number(matching.New.Count)} new, {Number(matching.Vanished.Count)} gone.");
        Add(lines, "Edited", matching.Edited, pair => Place(later, pair.Later, hasIds), later.PlaceWord, hasIds);
        Add(lines, "New", matching.New, row => Place(later, row, hasIds), later.PlaceWord, hasIds);
        Add(lines, "Gone", matching.Vanished, row => Place(earlier, row, hasIds), earlier.PlaceWord, hasIds, " of the earlier table");
        return lines;
    }

    /// <summary>Where the columns differ so does the content of every row, which needs a word.</summary>
    private static void AddColumns(List<string> lines, RowKeys earlier, RowKeys later)
    {
        var before = earlier.Columns.ToDictionary(column => column.Name, column => column.Kind);
        var after = later.Columns.ToDictionary(column => column.Name, column => column.Kind);
        string[] parts =
        [
            .. Part(after.Keys.Where(name => !before.ContainsKey(name)), "new"),
            .. Part(before.Keys.Where(name => !after.ContainsKey(name)), "gone"),
            .. Part(before.Keys.Where(name => after.TryGetValue(name, out var kind) && kind != before[name]), "of another kind"),
        ];
        if (parts.Length > 0)
        {
            lines.Add(
                $"The tables differ in the columns that are features, and so in the content of every row: {string.Join("; ", parts)}. Read "
                + "the later table as the earlier one was (TableReader.ReadAs).");
        }

        static IEnumerable<string> Part(IEnumerable<string> names, string what)
        {
            string[] all = [.. names.Order(StringComparer.Ordinal)];
            return all.Length == 0 ? [] : [$"{ShownText.List(all)} {(all.Length == 1 ? "is" : "are")} {what}"];
        }
    }

    private static void Add<T>(
        List<string> lines, string what, IReadOnlyList<T> rows, Func<T, string> place, string placeWord, bool hasIds, string of = "")
    {
        if (rows.Count > 0)
        {
            var word = hasIds ? string.Empty : rows.Count == 1 ? $"{placeWord} " : $"{placeWord}s ";
            lines.Add(
                $"{what}: {word}{string.Join(", ", rows.Take(MostExamples).Select(place))}"
                + (rows.Count > MostExamples ? $" and {Number(rows.Count - MostExamples)} more{of}." : $"{of}."));
        }
    }

    private static string Place(RowKeys keys, int row, bool hasIds)
    {
        var line = keys.LineOf(row).ToString(CultureInfo.InvariantCulture);
        return hasIds ? $"{ShownText.Of(keys.IdOf(row))} ({keys.PlaceWord} {line})" : line;
    }

    private static string Rows(int count) => $"{Number(count)} {(count == 1 ? "row" : "rows")}";

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
