using System.Text;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Cells that stop reading: those without a value, and those that single precision cannot hold.</summary>
internal static class CellProblems
{
    private static readonly CellKind[] OutOfRangeKinds = [CellKind.Infinite, CellKind.TooLarge, CellKind.TooSmall];

    /// <summary>Throws where cells lack a value, or cannot be held, and the plan says neither what they become.</summary>
    public static void ThrowIfAny(TableLayout layout, TableProfile profile, TablePlan plan)
    {
        var message = new StringBuilder();
        (long, string)? first = null;
        if (plan.OutOfRange == OutOfRangeCells.Stop)
        {
            Append(
                "that single precision cannot hold (infinite, above 3.4e38, or below 1.2e-38 and not 0)",
                column => column.Kind == ColumnKind.Number ? OutOfRangeKinds : [],
                "Let the largest become the column's largest other number, the smallest the smallest and tiny ones 0 (--out-of-range clip), "
                + "take them for missing (--out-of-range missing, TableOptions.OutOfRange), leave the column out (--ignore), or write it in a "
                + "larger unit.");
        }

        if (plan.Missing == MissingCells.Stop)
        {
            Append(
                "without a value that can be used",
                column => Missing(column.Kind, plan),
                "Fill them with the column's median or its most frequent category (--missing median), leave their rows out "
                + "(--missing drop-row, TableOptions.Missing), leave the column out (--ignore), or mend the file."
                + DecimalHint());
        }

        if (first is var (line, name))
        {
            throw new TableException(message.ToString(), line, name);
        }

        void Append(string what, Func<PlannedColumn, CellKind[]> kindsOf, string remedy)
        {
            var count = 0L;
            List<(CellPlace Place, ColumnKind Kind)> places = [];
            foreach (var column in plan.Columns)
            {
                var kinds = kindsOf(column);
                count += profile.Columns[column.Index].Count(kinds);
                places.AddRange(profile.Columns[column.Index].Examples(kinds).Select(place => (place, column.Kind)));
            }

            if (count == 0)
            {
                return;
            }

            (CellPlace Place, ColumnKind Kind)[] shown = [.. places.OrderBy(place => place.Place.Line).Take(ColumnProfile.MostExamples)];
            first ??= (shown[0].Place.Line, shown[0].Place.ColumnName);
            message.Append(message.Length > 0 ? "\n" : string.Empty).Append(
                $"'{layout.Source.Name}' has {count} {(count == 1 ? "cell" : "cells")} {what}"
                + $"{(count > shown.Length ? $"; the first {shown.Length}" : string.Empty)}:");
            foreach (var ((place, columnName, text), kind) in shown)
            {
                message.Append(
                    $"\n  {layout.Source.PlaceWord} {place}, column '{columnName}': {(text.Length == 0 ? "empty" : $"'{text}'")}"
                    + $"{(text.Length > 0 && kind != ColumnKind.Category ? $" in a column of {Word(kind)}" : string.Empty)}");
            }

            message.Append('\n').Append(remedy);
        }

        string DecimalHint() =>
            plan.DecimalSeparator == '.' && plan.Columns.Any(column => column.Kind == ColumnKind.Number
                && profile.Columns[column.Index].Count(CellKind.CommaNumber, CellKind.ThousandsOrComma) > 0)
                ? " Numbers with commas are read where these are the decimal separator and another character separates the fields (--decimal ,)."
                : string.Empty;
    }

    /// <summary>Gives the kinds of cells that are missing in a column.</summary>
    public static CellKind[] Missing(ColumnKind kind, TablePlan plan) => kind switch
    {
        ColumnKind.Category => [CellKind.Missing],
        ColumnKind.Boolean => AllBut(CellKind.Boolean),
        ColumnKind.Date => AllBut(CellKind.Date),
        _ => plan.OutOfRange == OutOfRangeCells.Missing
            ? AllBut(Numbers(plan.DecimalSeparator))
            : AllBut([.. Numbers(plan.DecimalSeparator), .. OutOfRangeKinds]),
    };

    /// <summary>Gives the kinds of cells that are numbers that can be held.</summary>
    public static CellKind[] Numbers(char decimalSeparator) => decimalSeparator == ','
        ? [CellKind.WholeNumber, CellKind.CommaNumber, CellKind.ThousandsOrComma]
        : [CellKind.WholeNumber, CellKind.PointNumber];

    private static CellKind[] AllBut(params CellKind[] kinds) => [.. Enum.GetValues<CellKind>().Except(kinds)];

    private static string Word(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => "true and false",
        ColumnKind.Date => "dates",
        _ => "numbers",
    };
}
