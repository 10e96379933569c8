using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// Finds out whether the first record holds names: it does not where every column of numbers has a number in it there already, or
/// nothing. Without a column of numbers it does.
/// </summary>
internal static class HeaderDetector
{
    public static bool IsHeader(IReadOnlyList<string[]> records, TableOptions options)
    {
        var cells = new CellReader(options.MissingTexts, options.DateFormat);
        var isAnyNumeric = false;
        for (var k = 0; k < records[0].Length; k++)
        {
            var (numbers, others) = (0, 0);
            foreach (var record in records.Skip(1).Where(record => k < record.Length))
            {
                var kind = cells.Classify(Cell.Of(record[k]));
                numbers += IsNumber(kind) ? 1 : 0;
                others += !IsNumber(kind) && kind != CellKind.Missing ? 1 : 0;
            }

            var first = cells.Classify(Cell.Of(records[0][k]));
            if (records.Count == 1 ? IsNumber(first) : numbers > others)
            {
                if (!IsNumber(first) && first != CellKind.Missing)
                {
                    return true;
                }

                isAnyNumeric |= IsNumber(first);
            }
        }

        return !isAnyNumeric;
    }

    private static bool IsNumber(CellKind kind) =>
        kind is CellKind.WholeNumber or CellKind.PointNumber or CellKind.CommaNumber or CellKind.ThousandsOrComma
            or CellKind.Infinite or CellKind.TooLarge or CellKind.TooSmall;
}
