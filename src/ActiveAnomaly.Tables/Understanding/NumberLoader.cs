using System.Runtime.InteropServices;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Collects numbers, truth values and dates.</summary>
internal sealed class NumberLoader : ColumnLoader
{
    /// <summary>Above this single precision does not hold every whole number.</summary>
    private const double LargestExactWhole = 1 << 24;

    private readonly TablePlan _table;
    private readonly CellReader _cells;
    private readonly double[] _numbers;
    private double _inexact;
    private int _inexactCount;
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
        if (Math.Abs(number) > LargestExactWhole && double.IsFinite(number) && number == Math.Floor(number) && (float)number != number)
        {
            _inexact = number;
            _inexactCount++;
        }

        return !double.IsNaN(number);
    }

    public override void RemoveLast() => _count--;

    public override TableColumn Finish(List<TableNote> notes, List<string> refused)
    {
        var numbers = _numbers.AsSpan(0, _count);
        var first = Plan.Kind == ColumnKind.Date ? CountFrom(numbers) : null;
        var schema = Plan.Trained ?? Understood(numbers, first);
        var (filled, clipped) = (0, 0);
        foreach (ref var number in numbers)
        {
            if (double.IsNaN(number))
            {
                number = schema.FillNumber!.Value;
                filled++;
            }
            else if (double.IsInfinity(number) || CellReader.IsTooSmall(number))
            {
                number = double.IsPositiveInfinity(number) ? schema.Largest!.Value
                    : double.IsNegativeInfinity(number) ? schema.Smallest!.Value
                    : 0;
                clipped++;
            }
        }

        if (2 * _inexactCount > _count && Plan.Kind == ColumnKind.Number)
        {
            notes.Add(new TableNote(
                IsWarning: false,
                FormattableString.Invariant($"'{Plan.Name}' has whole numbers, such as {_inexact:F0}, that single precision rounds to ")
                + FormattableString.Invariant($"{(double)(float)_inexact:F0}: take it for categories (--category) or leave it out (--ignore) if ")
                + "it is an identifier."));
        }

        return new TableColumn(schema, numbers.Length == _numbers.Length ? _numbers : numbers.ToArray(), [], filled, clipped, 0);
    }

    private ColumnSchema Understood(ReadOnlySpan<double> numbers, DateTime? firstDate)
    {
        var held = new List<float>(numbers.Length);
        var (smallest, largest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var number in numbers)
        {
            if (double.IsFinite(number) && !CellReader.IsTooSmall(number))
            {
                held.Add((float)number);
                smallest = Math.Min(smallest, number);
                largest = Math.Max(largest, number);
            }
        }

        // A column whose values are all clipped or filled is 0.
        var isEmpty = held.Count == 0;
        return new ColumnSchema
        {
            Name = Plan.Name,
            Kind = Plan.Kind,
            FillNumber = isEmpty ? 0 : Quantile.Of(CollectionsMarshal.AsSpan(held), 0.5),
            Smallest = isEmpty ? 0 : smallest,
            Largest = isEmpty ? 0 : largest,
            FirstDate = firstDate,
            DateFormat = Plan.DateFormat,
        };
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

    private double Date(Cell cell) => _cells.IsDate(cell.Text.Trim(), out var date) ? date.Ticks : double.NaN;

    /// <summary>Makes of ticks the days since the earliest date of the training table.</summary>
    private DateTime? CountFrom(Span<double> ticks)
    {
        var earliest = double.PositiveInfinity;
        foreach (var value in ticks)
        {
            earliest = Math.Min(earliest, double.IsNaN(value) ? earliest : value);
        }

        var first = Plan.Trained?.FirstDate ?? (double.IsFinite(earliest) ? new DateTime((long)earliest, DateTimeKind.Utc).Date : default);
        foreach (ref var value in ticks)
        {
            value = (value - first.Ticks) / TimeSpan.TicksPerDay;
        }

        return first;
    }
}
