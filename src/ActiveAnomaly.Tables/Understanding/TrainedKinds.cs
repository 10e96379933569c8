using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// Stops where a column holds something else than in training: truth values or dates that are written otherwise, or no number at all in a
/// column of numbers. They would be taken for missing, and filled or dropped, which is meant for cells without a value.
/// </summary>
internal static class TrainedKinds
{
    public static void ThrowIfOther(TableLayout layout, TableProfile profile, TablePlan plan)
    {
        PlannedColumn[] others = [.. plan.Columns.Where(column => column.Trained is not null && IsOther(column, profile, plan))];
        if (others.Length == 0)
        {
            return;
        }

        var (first, word) = (others[0], layout.Source.PlaceWord);
        var cells = profile.Columns[first.Index];
        var kinds = Others(first.Kind, plan);
        CellPlace[] shown = [.. cells.Examples(kinds)];
        var (count, filled) = (cells.Count(kinds), profile.RowCount - cells.Count(CellKind.Missing));
        throw new TableException(
            $"Column {ShownText.Of(first.Name)} held {Held(first, plan)} in training, and {count} of its {filled} filled "
            + $"{(filled == 1 ? "cell" : "cells")} in '{layout.Source.Name}' {(count == 1 ? "is" : "are")} nothing of the kind: "
            + $"{string.Join(", ", shown.Select(place => $"{place.Shown} ({word} {place.Line})"))}"
            + $"{(count > shown.Length ? ", ..." : string.Empty)}. "
            + (others.Length > 1 ? $"It is so with {ShownText.List(others.Skip(1).Select(column => column.Name))} too. " : string.Empty)
            + "They are not taken for missing, whatever becomes of missing cells: write them as in training, or train again on a table "
            + "like this one. An empty cell has no value, and so has a text that was said to in training (--missing-text, "
            + "TableOptions.MissingTexts).",
            shown[0].Line,
            first.Name);
    }

    private static bool IsOther(PlannedColumn column, TableProfile profile, TablePlan plan)
    {
        var cells = profile.Columns[column.Index];
        return column.Kind switch
        {
            ColumnKind.Category => false,
            ColumnKind.Number => cells.Count(Others(column.Kind, plan)) > 0 && cells.Count(Numbers(plan)) == 0,
            _ => cells.Count(Others(column.Kind, plan)) > 0,
        };
    }

    /// <summary>Gives the kinds of cells that have a value which is not of a column's kind.</summary>
    private static CellKind[] Others(ColumnKind kind, TablePlan plan)
    {
        CellKind[] held = kind switch
        {
            ColumnKind.Boolean => [CellKind.Boolean],
            ColumnKind.Date => [CellKind.Date],
            _ => Numbers(plan),
        };
        return [.. Enum.GetValues<CellKind>().Except([.. held, CellKind.Missing])];
    }

    private static CellKind[] Numbers(TablePlan plan) =>
        [.. NumberKinds.InRange(plan.DecimalSeparator), .. NumberKinds.OutOfRange(plan.DecimalSeparator)];

    private static string Held(PlannedColumn column, TablePlan plan) => column.Kind switch
    {
        ColumnKind.Boolean => "true and false",
        ColumnKind.Date => column.DateFormat is { } format
            ? $"dates written as {ShownText.Of(format)} says"
            : "dates of ISO 8601 (2024-05-31)",
        _ => $"numbers with a decimal {(plan.DecimalSeparator == ',' ? "comma" : "point")}",
    };
}
