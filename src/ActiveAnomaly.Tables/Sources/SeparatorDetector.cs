using ActiveAnomaly.Tables.Cells;
using ActiveAnomaly.Tables.Understanding;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>
/// Finds out what separates the fields of a text: the character for which most records have the same number of fields, at least two;
/// of several such the one whose fields, where they hold something, are numbers most often.
/// </summary>
internal static class SeparatorDetector
{
    private const int MostRecords = 500;

    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>Finds the separator; a comma where there is none of them.</summary>
    /// <exception cref="TableException">Two are as good as each other.</exception>
    public static char Detect(string tableName, string sample, bool isWhole, TableOptions options)
    {
        // A decimal comma says that commas separate nothing, unless nothing else does and quotes hold the numbers together.
        var rated = Candidates.Where(separator => separator != options.DecimalSeparator)
            .Select(separator => (Separator: separator, Rating: Rate(sample, isWhole, separator, options)))
            .OrderByDescending(candidate => candidate.Rating).ToArray();
        if (rated[0].Rating == (0, 0))
        {
            return options.DecimalSeparator == ',' && !QuotesDecimalCommas(sample, isWhole, options) ? ';' : ',';
        }

        return rated[0].Rating != rated[1].Rating
            ? rated[0].Separator
            : throw new TableException(
                $"The lines of '{tableName}' can be separated by {SeparatorText.Of(rated[0].Separator)} as well as by "
                + $"{SeparatorText.Of(rated[1].Separator)}. Say which it is (TableOptions.Separator; --separator).");
    }

    /// <summary>
    /// Tells whether commas separate the fields of a text in which they are decimal separators too: every record has as many fields, and
    /// quotes hold a number with a comma together.
    /// </summary>
    public static bool QuotesDecimalCommas(string sample, bool isWhole, TableOptions options)
    {
        if (!options.ReadsQuotes)
        {
            return false;
        }

        var cells = new CellReader(options.MissingTexts, options.DateFormat);
        var (counts, hasNumber) = (new List<int>(), false);
        using var reader = DelimitedCursor.ReaderOf(',', readsQuotes: true, new StringReader(sample));
        while (counts.Count <= MostRecords && reader.MoveNext())
        {
            var row = reader.Current;
            if (row.ColCount == 1 && row[0].Span.IsWhiteSpace())
            {
                continue;
            }

            counts.Add(row.ColCount);
            for (var k = 0; k < row.ColCount && !hasNumber; k++)
            {
                hasNumber = row[k].Span.Trim() is ['"', .. var inner, '"']
                    && cells.Classify(Cell.Of(inner)) is CellKind.CommaNumber or CellKind.ThousandsOrComma;
            }
        }

        // The last record of a part of a text may be cut.
        return hasNumber && counts[0] > 1 && counts.Take(isWhole ? counts.Count : counts.Count - 1).All(count => count == counts[0]);
    }

    /// <summary>
    /// The share of the records that have the most frequent number of fields, and the share of numbers among their fields.
    /// </summary>
    private static (double SameLength, double Numbers) Rate(string sample, bool isWhole, char separator, TableOptions options)
    {
        var cells = new CellReader(options.MissingTexts, options.DateFormat);
        var lengths = new List<(int FieldCount, int FilledCount, int NumberCount)>();
        var headerLength = 0;
        using var reader = DelimitedCursor.ReaderOf(separator, options.ReadsQuotes, new StringReader(sample));
        while (lengths.Count <= MostRecords && reader.MoveNext())
        {
            var row = reader.Current;
            if (row.ColCount == 1 && row[0].Span.IsWhiteSpace())
            {
                continue;
            }

            if (headerLength == 0)
            {
                headerLength = row.ColCount;
            }

            var (filled, numbers) = (0, 0);
            for (var k = 0; k < row.ColCount; k++)
            {
                // A tab beside a number is no space around it here, but may separate it from nothing.
                var field = row[k].Span;
                var kind = cells.Classify(Cell.Of(field.Trim().Trim('"')));
                filled += kind == CellKind.Missing ? 0 : 1;
                numbers += IsNumber(kind, separator) && (separator == '\t' || !field.Contains('\t')) ? 1 : 0;
            }

            lengths.Add((row.ColCount, filled, numbers));
        }

        // The last record of a part of a text may be cut.
        if (!isWhole && lengths.Count > 1)
        {
            lengths.RemoveAt(lengths.Count - 1);
        }

        var usual = lengths.GroupBy(record => record.FieldCount).MaxBy(group => group.Count());
        if (usual is null || usual.Key < 2 || headerLength < 2)
        {
            return (0, 0);
        }

        var filledCount = usual.Sum(record => record.FilledCount);
        return (usual.Count() / (double)lengths.Count, usual.Sum(record => record.NumberCount) / Math.Max(1.0, filledCount));
    }

    private static bool IsNumber(CellKind kind, char separator) =>
        kind is CellKind.WholeNumber or CellKind.PointNumber or CellKind.ThousandsOrPoint
        || (separator != ',' && kind is CellKind.CommaNumber or CellKind.ThousandsOrComma);
}
