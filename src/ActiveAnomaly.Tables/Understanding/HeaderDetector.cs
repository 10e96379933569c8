using System.Globalization;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// Finds out whether the first record holds names: it does not where every column of numbers, truth values or dates has such a value in it
/// there already, or nothing. Without such a column it does.
/// </summary>
internal static class HeaderDetector
{
    private const int FewestCounted = 3;

    /// <summary>Finds out.</summary>
    /// <param name="tableName">The table, for messages.</param>
    /// <param name="records">The first records, trimmed.</param>
    /// <param name="options">What the user says of the table.</param>
    /// <param name="notes">Receives what speaks against the answer.</param>
    /// <exception cref="TableException">It is unclear.</exception>
    public static bool IsHeader(string tableName, IReadOnlyList<string[]> records, TableOptions options, List<TableNote> notes)
    {
        var cells = new CellReader(options.MissingTexts, options.DateFormat);
        var (values, names, below) = (new List<string>(), new List<string>(), new List<string>());
        for (var k = 0; k < records[0].Length; k++)
        {
            var first = cells.Classify(Cell.Of(records[0][k]));
            if (first != CellKind.Missing && (records.Count == 1 || HoldsValues(cells, records, k)))
            {
                (IsValue(first) ? values : names).Add(records[0][k]);
                below.AddRange(records.Skip(1).Take(1).Where(record => k < record.Length).Select(record => record[k]));
            }
        }

        // A file of one line is one of names where nothing in it is a value.
        if (records.Count == 1)
        {
            return values.Count == 0;
        }

        if (names.Count == 0 && Count(values) is { } count && !IsCountedOn(count, Count(below)))
        {
            throw new TableException(
                $"Line 1 of '{tableName}' counts {values[0]}, {values[1]}, {values[2]}, ...: are these the names of the columns, or "
                + "values? Say which (TableOptions.HasHeader; --header or --no-header).",
                1,
                null);
        }

        if (names.Count > 0 && values.Count > 0)
        {
            notes.Add(new TableNote(
                IsWarning: false,
                $"The first line is taken for the header, as {ShownText.Of(names[0])} is no value like those below it, though "
                + $"{ShownText.Of(values[0])} is one. Say so if it is a row (TableOptions.HasHeader; --no-header)."));
        }
        else if (names.Count == 0 && values.Count == 0)
        {
            notes.Add(new TableNote(
                IsWarning: false,
                "The first line is taken for the header, though no column of numbers shows it. Say so if it is a row "
                + "(TableOptions.HasHeader; --no-header)."));
        }

        return names.Count > 0 || values.Count == 0;
    }

    /// <summary>Tells whether most cells of a column below the first are numbers, truth values or dates.</summary>
    private static bool HoldsValues(CellReader cells, IReadOnlyList<string[]> records, int column)
    {
        var (values, others) = (0, 0);
        foreach (var record in records.Skip(1).Where(record => column < record.Length))
        {
            var kind = cells.Classify(Cell.Of(record[column]));
            values += IsValue(kind) ? 1 : 0;
            others += !IsValue(kind) && kind != CellKind.Missing ? 1 : 0;
        }

        return values > others;
    }

    /// <summary>Finds out whether texts count in equal steps, as numbers of columns, years and wavelengths do; null where not.</summary>
    private static (long First, long Step)? Count(List<string> texts)
    {
        var numbers = new long[texts.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!long.TryParse(texts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i])
                || (i > 1 && numbers[i] - numbers[i - 1] != numbers[1] - numbers[0]))
            {
                return null;
            }
        }

        return numbers.Length >= FewestCounted && numbers[0] != numbers[1] ? (numbers[0], numbers[1] - numbers[0]) : null;
    }

    /// <summary>Tells whether the next record counts as the first does: both are rows then. Numbers of columns begin with 0 or 1.</summary>
    private static bool IsCountedOn((long First, long Step) count, (long First, long Step)? next) =>
        next is { } other && other.Step == count.Step && (count.First is not (0 or 1) || other.First is 0 or 1);

    private static bool IsValue(CellKind kind) =>
        NumberKinds.All.Contains(kind)
        || kind is CellKind.DecoratedNumber or CellKind.Boolean or CellKind.Date or CellKind.UnclearDate;
}
