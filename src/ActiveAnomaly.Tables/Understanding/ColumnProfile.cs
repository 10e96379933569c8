using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>What the cells of a column look like: how many of each kind, and the first few of each.</summary>
internal sealed class ColumnProfile(string name)
{
    /// <summary>The most cells that an error lists.</summary>
    public const int MostExamples = 5;

    private static readonly int KindCount = Enum.GetValues<CellKind>().Length;

    private readonly long[] _counts = new long[KindCount];
    private readonly List<CellPlace>[] _examples = [.. Enumerable.Range(0, KindCount).Select(_ => new List<CellPlace>())];

    public string Name { get; } = name;

    /// <summary>Gets the number of cells of some kinds.</summary>
    public long Count(params ReadOnlySpan<CellKind> kinds)
    {
        var count = 0L;
        foreach (var kind in kinds)
        {
            count += _counts[(int)kind];
        }

        return count;
    }

    /// <summary>Gets the first cells of some kinds, in the order of the table.</summary>
    public IEnumerable<CellPlace> Examples(params IEnumerable<CellKind> kinds) =>
        kinds.SelectMany(kind => _examples[(int)kind]).OrderBy(place => place.Line).Take(MostExamples);

    /// <summary>Gets the first whole number that begins with a needless 0, as codes do, or null.</summary>
    public CellPlace? LeadingZero { get; private set; }

    /// <summary>Gets a value indicating whether a whole number has more than three digits, and so no thousands separator.</summary>
    public bool HasUngroupedThousands { get; private set; }

    /// <summary>Gets the first number with several points, 1.234.567, or null.</summary>
    public CellPlace? SeveralPoints { get; private set; }

    /// <summary>Gets the whole numbers of many digits.</summary>
    public LargeWholes LargeWholes { get; } = new(name);

    /// <summary>Gets the number of cells that look like numbers and are dates of the given format too.</summary>
    public long NumberAndDateCount { get; private set; }

    /// <summary>Gets the first cell that is no date and not missing either, or null.</summary>
    public CellPlace? NoDate { get; private set; }

    /// <summary>Adds a cell.</summary>
    /// <param name="kind">What it looks like.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="line">The line that its row begins in.</param>
    /// <param name="isDateToo">Whether a cell that looks like a number is a date of the given format too.</param>
    public void Add(CellKind kind, Cell cell, long line, bool isDateToo)
    {
        _counts[(int)kind]++;
        if (kind == CellKind.WholeNumber && !HasUngroupedThousands)
        {
            HasUngroupedThousands = cell.Text.Trim().TrimStart("+-0").Length > 3;
        }

        if (kind == CellKind.WholeNumber)
        {
            LargeWholes.Add(cell.Text.Trim(), line);
        }

        if (kind == CellKind.DecoratedNumber && SeveralPoints is null && IsGroupedByPoints(cell.Text.Trim()))
        {
            SeveralPoints = new CellPlace(line, Name, ShownText.Of(cell.Text.Trim()));
        }

        if (kind == CellKind.WholeNumber && LeadingZero is null && cell.Text.Trim() is ['0', >= '0' and <= '9', ..])
        {
            LeadingZero = new CellPlace(line, Name, ShownText.Of(cell.Text.Trim()));
        }

        if (isDateToo)
        {
            NumberAndDateCount++;
        }
        else if (NoDate is null && kind is not (CellKind.Missing or CellKind.Date))
        {
            NoDate = new CellPlace(line, Name, ShownText.Of(cell.ToText()));
        }

        if (_examples[(int)kind].Count < MostExamples)
        {
            _examples[(int)kind].Add(new CellPlace(line, Name, ShownText.Of(cell.ToText())));
        }
    }

    /// <summary>Takes every cell but the missing ones for a date.</summary>
    public void TakeForDates()
    {
        var places = Examples(Enum.GetValues<CellKind>().Where(kind => kind != CellKind.Missing)).ToList();
        for (var k = 0; k < KindCount; k++)
        {
            if ((CellKind)k is not (CellKind.Missing or CellKind.Date))
            {
                _counts[(int)CellKind.Date] += _counts[k];
                _counts[k] = 0;
                _examples[k].Clear();
            }
        }

        _examples[(int)CellKind.Date] = places;
    }

    private static bool IsGroupedByPoints(ReadOnlySpan<char> number) =>
        number.Count('.') > 1 && number.TrimStart("+-").TrimStart("0123456789.").IsEmpty;
}
