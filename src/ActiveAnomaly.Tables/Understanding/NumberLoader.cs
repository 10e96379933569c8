using System.Globalization;
using System.Runtime.InteropServices;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Collects numbers, truth values and dates.</summary>
internal sealed class NumberLoader : ColumnLoader
{
    private readonly TablePlan _table;
    private readonly CellReader _cells;
    private readonly double[] _numbers;
    private int _count;

    public NumberLoader(PlannedColumn plan, TablePlan table, CellReader cells, int rowCount)
        : base(plan)
    {
        _table = table;
        _cells = cells;
        _numbers = new double[rowCount];
    }

    public override bool Add(Cell cell, long line)
    {
        var number = Plan.Kind switch
        {
            ColumnKind.Boolean => Boolean(cell),
            ColumnKind.Date => Date(cell),
            _ => Number(cell),
        };
        _numbers[_count++] = number;
        return !double.IsNaN(number);
    }

    public override void RemoveLast() => _count--;

    public override TableColumn? Finish(IReadOnlyList<long> lines, List<TableNote> notes)
    {
        var numbers = _numbers.AsSpan(0, _count);
        if (Plan.Trained is null && numbers.IndexOfAnyExcept(double.NaN) < 0)
        {
            return null;
        }

        DateTime? first = Plan.Kind == ColumnKind.Date ? CountFrom(numbers) : null;
        NoteOtherDates(numbers, notes);
        var schema = Plan.Trained ?? Understood(numbers, first, lines, notes);
        var (filled, clipped) = (new List<int>(), 0);
        for (var row = 0; row < numbers.Length; row++)
        {
            ref var number = ref numbers[row];
            if (double.IsNaN(number))
            {
                number = schema.FillNumber!.Value;
                filled.Add(row);
            }
            else if (IsOutOfRange(number))
            {
                number = double.IsPositiveInfinity(number) ? schema.Largest!.Value
                    : double.IsNegativeInfinity(number) ? schema.Smallest!.Value
                    : 0;
                clipped++;
            }
        }

        return new TableColumn(schema, numbers.Length == _numbers.Length ? _numbers : numbers.ToArray(), [], [.. filled], clipped, 0);
    }

    /// <summary>
    /// Warns where most dates are before or after those of training, as next month's are: the model has seen no such day, and calls rows
    /// unusual for it.
    /// </summary>
    private void NoteOtherDates(ReadOnlySpan<double> days, List<TableNote> notes)
    {
        if (Plan.Trained is not { Kind: ColumnKind.Date, FirstDate: { } first, Smallest: { } smallest, Largest: { } largest })
        {
            return;
        }

        var (outside, filled) = (0, 0);
        foreach (var day in days)
        {
            filled += double.IsNaN(day) ? 0 : 1;
            outside += day < smallest || day > largest ? 1 : 0;
        }

        if (2 * outside > filled)
        {
            notes.Add(new TableNote(
                IsWarning: true,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{outside} of {filled} dates of {ShownText.Of(Plan.Name)} are before or after those of the training table "
                    + $"({first.AddDays(smallest):yyyy-MM-dd} to {first.AddDays(largest):yyyy-MM-dd}): rows may score high for that alone.")
                + " Train on rows of these dates too, or without the column (--ignore)."));
        }
    }

    private bool IsOutOfRange(double number) =>
        double.IsInfinity(number) || (Plan.Kind == ColumnKind.Number && CellReader.IsTooSmall(number));

    private ColumnSchema Understood(
        ReadOnlySpan<double> numbers, DateTime? firstDate, IReadOnlyList<long> lines, List<TableNote> notes)
    {
        var held = new List<double>(numbers.Length);
        foreach (var number in numbers)
        {
            if (!double.IsNaN(number) && !IsOutOfRange(number))
            {
                held.Add(number);
            }
        }

        // A column whose values are all clipped is 0.
        held.Sort();
        var median = held.Count == 0 ? 0 : Median(held);
        new RoundingNotes(Plan, _table, firstDate).Add(numbers, CollectionsMarshal.AsSpan(held), median, lines, notes);
        return new ColumnSchema
        {
            Name = Plan.Name,
            Kind = Plan.Kind,
            FillNumber = median,
            Smallest = held.Count == 0 ? 0 : held[0],
            Largest = held.Count == 0 ? 0 : held[^1],
            FirstDate = firstDate,
            DateFormat = Plan.DateFormat,
        };
    }

    /// <summary>The middle one of sorted numbers, or half way between the two in the middle.</summary>
    private static double Median(List<double> sorted)
    {
        var (below, above) = (sorted[(sorted.Count - 1) / 2], sorted[sorted.Count / 2]);
        return below == above ? below : (below / 2) + (above / 2);
    }

    private double Number(Cell cell)
    {
        var kind = _cells.ReadNumber(cell, _table.DecimalSeparator, out var number);
        return kind is CellKind.WholeNumber ? number
            : kind is CellKind.Missing || _table.OutOfRange == OutOfRangeCells.Missing ? double.NaN
            : kind is CellKind.TooSmall ? number
            : number > 0 ? double.PositiveInfinity : double.NegativeInfinity;
    }

    private static double Boolean(Cell cell) =>
        CellReader.IsBoolean(cell.Text.Trim(), out var value) ? value ? 1 : 0 : double.NaN;

    private double Date(Cell cell) => _cells.IsDate(cell, out var date) ? date.Ticks : double.NaN;

    /// <summary>Makes of ticks the days since the earliest date of the training table.</summary>
    private DateTime CountFrom(Span<double> ticks)
    {
        var earliest = double.PositiveInfinity;
        foreach (var value in ticks)
        {
            earliest = Math.Min(earliest, double.IsNaN(value) ? earliest : value);
        }

        // The last ticks of the year 9999 round to the year 10000.
        var first = Plan.Trained?.FirstDate
            ?? new DateTime((long)Math.Min(earliest, DateTime.MaxValue.Date.Ticks), DateTimeKind.Utc).Date;
        foreach (ref var value in ticks)
        {
            value = (value - first.Ticks) / TimeSpan.TicksPerDay;
        }

        return first;
    }
}
