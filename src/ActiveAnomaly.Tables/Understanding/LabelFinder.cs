namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Finds the label column of a training table.</summary>
internal static class LabelFinder
{
    private const string Label = "label";

    private static readonly HashSet<string> LabelWords = new(StringComparer.OrdinalIgnoreCase)
    {
        Label, "labels", "class", "target", "anomaly", "is_anomaly", "isAnomaly", "outlier", "is_outlier", "isOutlier", "abnormal",
        "is_abnormal", "ground_truth", "y",
    };

    /// <summary>Finds it: the one that the user names, the one called "label" in any case, or the last.</summary>
    /// <exception cref="TableException">There is no such column, or two are called so.</exception>
    public static int? IndexOf(TableLayout layout, TableOptions options)
    {
        if (!options.HasLabel)
        {
            return null;
        }

        if (options.LabelColumn is { } name)
        {
            return Alone(layout, options, IndexOf(layout, name, "label column, --label"));
        }

        int[] called = [.. Enumerable.Range(0, layout.ColumnNames.Count).Where(k => IsCalledLabel(layout.GivenNames[k]))];
        return called.Length > 1
            ? throw new TableException(
                $"'{layout.Source.Name}' has {called.Length} columns called label: "
                + $"{ShownText.List(called.Select(k => layout.ColumnNames[k]))}. "
                + "Say which it is (TableOptions.LabelColumn; --label), and leave the others out (--ignore).")
            : called.Length == 1 ? called[0]
            : Alone(layout, options, layout.ColumnNames.Count - 1);
    }

    /// <summary>Throws where another column that becomes a feature has the same name in the source: it may be the label as well.</summary>
    private static int Alone(TableLayout layout, TableOptions options, int label)
    {
        var given = layout.GivenNames[label];
        string[] others =
        [
            .. Enumerable.Range(0, layout.ColumnNames.Count)
                .Where(k => k != label && given.Length > 0 && layout.GivenNames[k].Equals(given, StringComparison.Ordinal))
                .Select(k => layout.ColumnNames[k])
                .Where(name => !options.IgnoredColumns.Any(ignored => ignored.Trim().Equals(name, StringComparison.Ordinal))),
        ];
        return others.Length == 0
            ? label
            : throw new TableException(
                $"'{layout.Source.Name}' has {others.Length + 1} columns called {ShownText.Of(given)}, as the label is: "
                + $"{ShownText.List(others.Append(layout.ColumnNames[label]).Order(StringComparer.Ordinal))}. Say which it is "
                + "(TableOptions.LabelColumn; --label), and leave the others out (--ignore).");
    }

    /// <summary>Finds a column by its name.</summary>
    /// <exception cref="TableException">There is none.</exception>
    public static int IndexOf(TableLayout layout, string name, string role)
    {
        for (var k = 0; k < layout.ColumnNames.Count; k++)
        {
            if (layout.ColumnNames[k].Equals(name.Trim(), StringComparison.Ordinal))
            {
                return k;
            }
        }

        throw new TableException(
            layout.Source.LeftOut.TryGetValue(name.Trim(), out var kind)
                ? $"Column {ShownText.Of(name)} of '{layout.Source.Name}' ({role}) is {kind}, and cannot be used: {layout.Source.Readable} "
                + "can be read. Write it as one of these, or name another."
                : $"'{layout.Source.Name}' has no column {ShownText.Of(name)} ({role}). Its columns: "
                + $"{ShownText.List(layout.ColumnNames)}.");
    }

    /// <summary>Warns of features that may be the label.</summary>
    public static void Warn(TableLayout layout, TableOptions options, int? label, IEnumerable<int> features, List<TableNote> notes)
    {
        var isLast = label is { } index && options.LabelColumn is null && !LabelWords.Contains(layout.ColumnNames[index]);
        string[] alike =
        [
            .. features.Where(k => IsCalledLabel(layout.GivenNames[k]) || (isLast && LabelWords.Contains(layout.GivenNames[k])))
                .Select(k => layout.ColumnNames[k]),
        ];
        if (alike.Length > 0)
        {
            var what = alike.Length == 1 ? "is a feature, and called as labels are" : "are features, and called as labels are";
            notes.Add(new TableNote(
                IsWarning: true,
                $"{ShownText.List(alike)} {what}; "
                + $"{(label is { } taken ? $"{ShownText.Of(layout.ColumnNames[taken])} is the label" : "there is no label")}. "
                + "If it tells which rows are abnormal, name it as the label (--label) or leave it out (--ignore)."));
        }
    }

    private static bool IsCalledLabel(string name) => name.Equals(Label, StringComparison.OrdinalIgnoreCase);
}
