using System.Globalization;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Tells of numbers and dates that single precision rounds, and stops where that destroys a column.</summary>
internal sealed class RoundingNotes(PlannedColumn plan, TablePlan table, DateTime? firstDate)
{
    /// <summary>Above this single precision does not hold every whole number.</summary>
    private const double LargestExactWhole = 1 << 24;

    /// <summary>Below this a whole number is written with all its digits.</summary>
    private const double SmallestWithExponent = 1e21;

    private const string DateFormat = "yyyy-MM-dd HH:mm:ss.FFFFFF";

    private readonly bool _isDate = firstDate is not null;

    /// <summary>Adds a note where rounding makes different numbers the same, or where most are whole and rounded.</summary>
    /// <param name="numbers">The column's numbers, a row each; NaN where a cell is missing.</param>
    /// <param name="sorted">Those of them that are kept as they are, ascending.</param>
    /// <param name="median">Their median.</param>
    /// <param name="lines">The line of each row.</param>
    /// <param name="notes">Receives the note.</param>
    /// <exception cref="TableException">Fewer than half of the different numbers are left, or one of several.</exception>
    public void Add(
        ReadOnlySpan<double> numbers, ReadOnlySpan<double> sorted, double median, IReadOnlyList<long> lines, List<TableNote> notes)
    {
        var merged = MergedNumbers.Of(sorted, median);
        if (!merged.IsHarmful)
        {
            NoteRounded(numbers, sorted, notes);
            return;
        }

        // Both are in a row: they are numbers of the column.
        var (first, second) = (numbers.IndexOf(merged.Lower), numbers.IndexOf(merged.Higher));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"Column {ShownText.Of(plan.Name)} has {merged.DifferentCount} different {(_isDate ? "dates" : "numbers")}, of which "
            + $"{merged.LeftCount} {(merged.LeftCount == 1 ? "is" : "are")} left in single precision, which features have: "
            + $"{Shown(merged.Lower)} in {table.PlaceWord} {lines[first]} and {Shown(merged.Higher)} in {table.PlaceWord} {lines[second]}, "
            + $"for two, become the same. {Remedy(merged.Offset, sorted)}");
        if (merged.IsDestructive)
        {
            throw new TableException(text, Math.Min(lines[first], lines[second]), plan.Name);
        }

        notes.Add(new TableNote(IsWarning: false, text));
    }

    private void NoteRounded(ReadOnlySpan<double> numbers, ReadOnlySpan<double> sorted, List<TableNote> notes)
    {
        var (count, last) = (0, 0.0);
        foreach (var number in numbers)
        {
            if (double.IsFinite(number) && Math.Abs(number) > LargestExactWhole && number == Math.Floor(number) && (float)number != number)
            {
                last = number;
                count++;
            }
        }

        if (2 * count > numbers.Length && plan.Kind == ColumnKind.Number && !plan.IsRoundingTold)
        {
            var offset = sorted[^1] - sorted[0] > LargestExactWhole
                ? string.Empty
                : $"subtract an offset from them in the file, such as {Shown(sorted[0])}, the smallest, or, if they are identifiers, ";
            notes.Add(new TableNote(
                IsWarning: false,
                $"{ShownText.Of(plan.Name)} has whole numbers, such as {Shown(last)}, that single precision rounds to "
                + $"{Shown((float)last)}: {offset}take it for categories (--category) or leave it out (--ignore)"
                + $"{(offset.Length > 0 ? "." : " if it is an identifier.")}"));
        }
    }

    private string Remedy(double? offset, ReadOnlySpan<double> sorted)
    {
        var change = (_isDate, offset) switch
        {
            (true, { } day) => $"Write them as numbers in the file, such as the days since {Shown(Math.Floor(day))}, ",
            (true, null) => "Write them as numbers in the file that need fewer digits, ",
            (false, { } number) =>
                $"Subtract an offset from them in the file, such as {Shown(number)}, the {(number == sorted[0] ? "smallest" : "median")}, ",
            (false, null) => "Split them in the file into columns that need fewer digits, such as thousands and the rest, ",
        };
        var categories = _isDate || IsWhole(sorted)
            ? "take the column for categories (--category, TableOptions.CategoryColumns), "
            : string.Empty;
        return $"{change}{categories}or leave the column out (--ignore, TableOptions.IgnoredColumns).";
    }

    private static bool IsWhole(ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
        {
            if (number != Math.Floor(number))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes a number with the table's decimal separator; a date that it is the days of.</summary>
    private string Shown(double number) => firstDate is { } first
        ? first.AddTicks((long)Math.Round(number * TimeSpan.TicksPerDay)).ToString(DateFormat, CultureInfo.InvariantCulture)
        : Math.Abs(number) < SmallestWithExponent && number == Math.Floor(number) ? number.ToString("F0", CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture).Replace('.', table.DecimalSeparator);
}
