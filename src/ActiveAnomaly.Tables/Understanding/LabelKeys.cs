using ActiveAnomaly.Data;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// Label columns of keys that stand for no known values. Of two, the first is normal and the second abnormal, as ML.NET's trainers of two
/// classes and those of this library take them; "1" is no 1 here.
/// </summary>
internal static class LabelKeys
{
    private const string Normal = "1";
    private const string Abnormal = "2";

    /// <summary>Decides what such a label column means; null for other columns.</summary>
    /// <param name="layout">The table.</param>
    /// <param name="column">The label column.</param>
    /// <param name="options">What the user says of it: nothing can be said of such keys.</param>
    /// <param name="notes">Receives what is understood.</param>
    /// <exception cref="TableException">There are not two keys, or the user says what they mean.</exception>
    public static LabelSchema? Decide(TableLayout layout, int column, TableOptions options, List<TableNote> notes)
    {
        if (layout.Source.BareKeyCount(column) is null)
        {
            return null;
        }

        RequireTwo(layout, column);
        var name = layout.ColumnNames[column];
        if (options.NormalValues.Count + options.AbnormalValues.Count + options.UnlabeledValues.Count > 0)
        {
            throw new TableException(
                $"The label column {ShownText.Of(name)} of '{layout.Source.Name}' is a key of two that stand for no known values: the "
                + "first is normal, the second abnormal, and none unlabelled, as ML.NET's trainers take them. Leave out what its values "
                + "mean (TableOptions.AbnormalValues, NormalValues, UnlabeledValues), or give a label of texts, numbers or truth values.");
        }

        notes.Add(new TableNote(
            IsWarning: false,
            $"The label {ShownText.Of(name)} is a key of two that stand for no known values: the first is normal, the second abnormal, "
            + "and none unlabelled, as ML.NET's trainers take them."));
        return new LabelSchema { Name = name, NormalValues = ["0"], AbnormalValues = ["1"] };
    }

    /// <summary>Throws where a label column has keys that stand for no known values, and not two of them.</summary>
    public static void RequireTwo(TableLayout layout, int column)
    {
        if (layout.Source.BareKeyCount(column) is { } count and not 2)
        {
            throw new TableException(
                $"The label column {ShownText.Of(layout.ColumnNames[column])} of '{layout.Source.Name}' is a key of {count} that stand "
                + "for no known values. A key of two is normal and abnormal, and one whose values are known (MapValueToKey) says what "
                + "they are. Give such a key, or texts, numbers or truth values, name another label column (TableOptions.LabelColumn), "
                + "or say that there is none (TableOptions.HasLabel).");
        }
    }

    /// <summary>Tells what a cell of the label column means; null where it is no key, or one whose value is known.</summary>
    public static RowLabel? Meaning(TableLayout layout, int column, ReadOnlySpan<char> key) =>
        layout.Source.BareKeyCount(column) is null ? null
        : key is Normal ? RowLabel.Normal
        : key is Abnormal ? RowLabel.Abnormal
        : RowLabel.Unlabeled;
}
