using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Warns of cells of a column of numbers that hold a text, which counts as missing.</summary>
internal static class TextsAmongNumbers
{
    private static readonly CellKind[] Texts = [CellKind.Boolean, CellKind.Date, CellKind.UnclearDate, CellKind.Text];

    /// <summary>Gives the warnings for all columns of a table that is read for a model.</summary>
    public static IEnumerable<TableNote> Notes(TableLayout layout, TableProfile profile, TablePlan plan) =>
        plan.Columns.Where(column => column.Kind == ColumnKind.Number)
            .Select(column => Note(profile.Columns[column.Index], layout.Source.PlaceWord, isForModel: true)).OfType<TableNote>();

    /// <summary>Gives the warning for a column of numbers; null where every filled cell of it is a number.</summary>
    /// <param name="column">What its cells look like.</param>
    /// <param name="placeWord">The word for the place of a row.</param>
    /// <param name="isForModel">Whether the table is read for a model: the column cannot be another one then.</param>
    public static TableNote? Note(ColumnProfile column, string placeWord, bool isForModel)
    {
        if (column.Count(Texts) is not (> 0 and var count))
        {
            return null;
        }

        CellPlace[] shown = [.. column.Examples(Texts).Take(isForModel ? ColumnProfile.MostExamples : 1)];
        return new TableNote(
            IsWarning: true,
            $"{ShownText.Of(column.Name)} is a column of numbers, and {count} of its cells hold none ("
            + $"{string.Join(", ", shown.Select(place => $"{place.Shown} in {placeWord} {place.Line}"))}"
            + $"{(isForModel && count > shown.Length ? ", ..." : string.Empty)}): they count as missing. "
            + (isForModel
                ? "Write such cells as numbers, as in training, if they are meant to be some."
                : "Take the column for categories if it is one (--category)."));
    }
}
