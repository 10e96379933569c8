using System.Globalization;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// Stops where the points of a column separate thousands, or may do: 1.234 is another number then, and no fill makes up for it.
/// </summary>
internal static class ThousandsPoints
{
    private const double FewestThousands = 1000;

    /// <summary>Throws where the points of a column of numbers are no decimal points, or may be none.</summary>
    /// <param name="layout">The table.</param>
    /// <param name="profile">What its cells look like.</param>
    /// <param name="plan">How they are to be read.</param>
    /// <param name="isDecimalSaid">Whether the user says which decimal separator this table has.</param>
    public static void ThrowIfAny(TableLayout layout, TableProfile profile, TablePlan plan, bool isDecimalSaid)
    {
        var dialect = layout.Source.Dialect;
        var canBeGrouped = !isDecimalSaid && dialect.Format == TableFormat.DelimitedText && dialect.Separator != ',';
        foreach (var column in plan.Columns.Where(column => column.Kind == ColumnKind.Number))
        {
            var cells = profile.Columns[column.Index];
            if (cells.Count(CellKind.ThousandsOrPoint) == 0)
            {
                continue;
            }

            var place = cells.Examples([CellKind.ThousandsOrPoint]).First();
            if (plan.DecimalSeparator == ',')
            {
                throw Certain(layout, profile, plan, place);
            }

            if (canBeGrouped && Sign(cells, column.Trained, layout.Source.PlaceWord) is { } sign)
            {
                throw new TableException(
                    $"Line {place.Line} of '{layout.Source.Name}', column {ShownText.Of(place.ColumnName)}: is {place.Shown} a number with "
                    + "a decimal point or with a thousands separator? Every point of the column has three digits behind it, and "
                    + $"{sign}. Say --decimal . for the first (TableOptions.DecimalSeparator); numbers with thousands separators are not "
                    + "read: write them without.",
                    place.Line,
                    place.ColumnName);
            }
        }
    }

    private static TableException Certain(TableLayout layout, TableProfile profile, TablePlan plan, CellPlace place)
    {
        var comma = plan.Columns.Where(column => column.Kind == ColumnKind.Number)
            .SelectMany(column => profile.Columns[column.Index].Examples([CellKind.CommaNumber])).OrderBy(cell => cell.Line)
            .Select(cell => $" ({cell.Shown} in {layout.Source.PlaceWord} {cell.Line}, column {ShownText.Of(cell.ColumnName)})")
            .FirstOrDefault();
        return new TableException(
            $"Column {ShownText.Of(place.ColumnName)} of '{layout.Source.Name}' has {place.Shown} in {layout.Source.PlaceWord} "
            + $"{place.Line}, and the decimal separator is a comma{comma}: the point separates thousands. Numbers with thousands "
            + "separators are not read: write them without. Where it is a decimal point, say --decimal . (TableOptions.DecimalSeparator).",
            place.Line,
            place.ColumnName);
    }

    /// <summary>
    /// Tells what says that the points of a column may separate thousands; null where they are decimal points. Numbers with three
    /// decimals each are common; numbers below a thousand that have none, beside them, are not.
    /// </summary>
    private static string? Sign(ColumnProfile cells, ColumnSchema? trained, string placeWord)
    {
        if (cells.Count(CellKind.PointNumber, CellKind.PointTooLarge, CellKind.PointTooSmall) > 0
            || (trained is not null && !IsWhole(trained)))
        {
            return null;
        }

        if (cells.SeveralPoints is { } several)
        {
            return $"{several.Shown} in {placeWord} {several.Line} has several";
        }

        if (cells.HasUngroupedThousands)
        {
            return null;
        }

        if (trained is not null && Largest(trained) is >= FewestThousands and var most)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the model was trained on whole numbers there, up to {most}");
        }

        return cells.Examples([CellKind.WholeNumber]).Select(whole => (CellPlace?)whole).FirstOrDefault() is { } below
            ? $"the others are whole numbers below 1000, as {below.Shown} in {placeWord} {below.Line}"
            : null;
    }

    private static double Largest(ColumnSchema trained) => Math.Max(Math.Abs(trained.Smallest!.Value), Math.Abs(trained.Largest!.Value));

    /// <summary>Tells whether a column held whole numbers in training, as far as is known; the median of two may lie half way.</summary>
    private static bool IsWhole(ColumnSchema trained) =>
        double.IsInteger(trained.Smallest!.Value) && double.IsInteger(trained.Largest!.Value)
        && double.IsInteger(2 * trained.FillNumber!.Value);
}
