using System.Globalization;
using System.Text;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// Cells that stop reading: those without a value, those that single precision cannot hold, and numbers in another notation.
/// </summary>
internal static class CellProblems
{
    private const int MostShownColumns = 12;

    private const string OutOfRangeRemedy =
        "Let the largest become the column's largest other number, the smallest the smallest and tiny ones 0 (--out-of-range clip, "
        + "TableOptions.OutOfRange), take them for missing (--out-of-range missing together with --missing), ";

    /// <summary>What a model's column cannot be any more.</summary>
    private const string OtherUse =
        ", take the column for categories (--category, TableOptions.CategoryColumns), leave it out (--ignore), or name the texts that mean "
        + "that there is no value (--missing-text, TableOptions.MissingTexts).";

    /// <summary>Throws where cells lack a value, or cannot be held, and the plan says neither what they become.</summary>
    public static void ThrowIfAny(TableLayout layout, TableProfile profile, TablePlan plan)
    {
        ThrowIfOtherNotation(layout, profile, plan);
        TrainedKinds.ThrowIfOther(layout, profile, plan);
        var message = new StringBuilder();
        (long, string)? first = null;
        if (plan.OutOfRange == OutOfRangeCells.Stop)
        {
            Append(
                "that single precision cannot hold (infinite, above 3.4e38, or below 1.2e-38 and not 0)",
                column => column.Kind == ColumnKind.Number ? NumberKinds.OutOfRange(plan.DecimalSeparator) : [],
                OutOfRangeRemedy + LeaveOut(plan) + "or write it in another unit.");
        }

        if (plan.Missing == MissingCells.Stop)
        {
            Append(
                "without a value that can be used",
                column => Missing(column.Kind, plan),
                "Fill them with the column's median or its most frequent category (--missing median), leave their rows out "
                + "(--missing drop-row, TableOptions.Missing), " + LeaveOut(plan) + "or mend the file." + Hints());
        }

        if (first is var (line, name))
        {
            throw new TableException(message.ToString(), line, name);
        }

        void Append(string what, Func<PlannedColumn, CellKind[]> kindsOf, string remedy)
        {
            var count = 0L;
            List<string> columns = [];
            List<(CellPlace Place, ColumnKind Kind)> places = [];
            foreach (var column in plan.Columns)
            {
                var kinds = kindsOf(column);
                if (profile.Columns[column.Index].Count(kinds) is > 0 and var own)
                {
                    count += own;
                    columns.Add(string.Create(CultureInfo.InvariantCulture, $"{ShownText.Of(column.Name)} {own}"));
                }

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
                + $"{(count > shown.Length ? $", by column: {Some(columns)}; the first {shown.Length}" : string.Empty)}:");
            foreach (var ((place, columnName, text), kind) in shown)
            {
                message.Append(
                    $"\n  {layout.Source.PlaceWord} {place}, column {ShownText.Of(columnName)}: {text}"
                    + $"{(kind == ColumnKind.Category || text == ShownText.Of([]) ? string.Empty : $" in a column of {Word(kind)}")}");
            }

            message.Append('\n').Append(remedy);
        }

        string Hints()
        {
            var hints = string.Empty;
            if (Any(ColumnKind.Category, CellKind.Missing, isText: true))
            {
                hints += " Where such a text is a category like others, say which texts mean that there is no value "
                    + "(TableOptions.MissingTexts; --missing-text).";
            }

            return hints;
        }

        bool Any(ColumnKind kind, CellKind cell, bool isText = false) => plan.Columns.Any(
            column => column.Kind == kind
                && profile.Columns[column.Index].Examples([cell]).Any(place => !isText || place.Shown != ShownText.Of([])));
    }

    private static string Some(List<string> columns) => string.Join(", ", columns.Take(MostShownColumns))
        + (columns.Count > MostShownColumns ? $" and {columns.Count - MostShownColumns} more" : string.Empty);

    /// <summary>Gives the kinds of cells that are missing in a column.</summary>
    public static CellKind[] Missing(ColumnKind kind, TablePlan plan) => kind switch
    {
        ColumnKind.Category => [CellKind.Missing],
        ColumnKind.Boolean => AllBut(CellKind.Boolean),
        ColumnKind.Date => AllBut(CellKind.Date),
        _ => plan.OutOfRange == OutOfRangeCells.Missing
            ? AllBut(NumberKinds.InRange(plan.DecimalSeparator))
            : AllBut([.. NumberKinds.InRange(plan.DecimalSeparator), .. NumberKinds.OutOfRange(plan.DecimalSeparator)]),
    };

    /// <summary>
    /// Throws where numbers of a column are written in another way than is read: they would be missing, often the largest of all, and no
    /// fill makes up for them.
    /// </summary>
    private static void ThrowIfOtherNotation(TableLayout layout, TableProfile profile, TablePlan plan)
    {
        foreach (var column in plan.Columns.Where(column => column.Kind == ColumnKind.Number))
        {
            var cells = profile.Columns[column.Index];
            var unread = NumberKinds.Unread(plan.DecimalSeparator);
            var count = cells.Count(unread);
            if (count == 0)
            {
                continue;
            }

            var readable = cells.Count(
                [.. NumberKinds.InRange(plan.DecimalSeparator), .. NumberKinds.OutOfRange(plan.DecimalSeparator)]);
            var place = cells.Examples(unread).First();
            throw new TableException(
                $"{(count > readable ? "Most" : count.ToString(CultureInfo.InvariantCulture))} "
                + $"{(count == 1 && readable > 0 ? "number" : "numbers")} of column {ShownText.Of(column.Name)} of '{layout.Source.Name}' "
                + $"{(count == 1 && readable > 0 ? "is" : "are")} not written as numbers are read, "
                + $"{place.Shown} in {layout.Source.PlaceWord} {place.Line} for one: numbers have a decimal "
                + $"{(plan.DecimalSeparator == ',' ? "comma" : "point")} here, and no thousands separators, currencies, per cent signs and "
                + "units; negative ones begin with '-'. "
                + $"{(IsOtherSeparator(cells, plan) ? NotationHint(plan.DecimalSeparator) + " " : string.Empty)}Write them as plain numbers"
                + $"{(plan.IsForModel ? ", as in the training table." : OtherUse)}",
                place.Line,
                column.Name);
        }
    }

    /// <summary>Tells whether the numbers of a column could be read with the other decimal separator, and not with this one.</summary>
    private static bool IsOtherSeparator(ColumnProfile cells, TablePlan plan) =>
        cells.Count(NumberKinds.OtherNotation(plan.DecimalSeparator))
        > cells.Count(NumberKinds.OtherNotation(plan.DecimalSeparator == ',' ? '.' : ','));

    private static string LeaveOut(TablePlan plan) => plan.IsForModel ? string.Empty : "leave the column out (--ignore), ";

    private static string NotationHint(char decimalSeparator) => decimalSeparator == ','
        ? "Numbers with a point are read where it is the decimal separator (--decimal ., TableOptions.DecimalSeparator)."
        : "Numbers with a comma are read where it is the decimal separator, and another character separates the fields or quotes hold the "
        + "numbers together (--decimal ,, TableOptions.DecimalSeparator).";

    private static CellKind[] AllBut(params CellKind[] kinds) => [.. Enum.GetValues<CellKind>().Except(kinds)];

    private static string Word(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => "true and false",
        ColumnKind.Date => "dates",
        _ => "numbers",
    };
}
