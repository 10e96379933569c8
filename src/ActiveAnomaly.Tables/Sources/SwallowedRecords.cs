using ActiveAnomaly.Tables.Understanding;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>
/// Finds cells in quotes that hold lines which look like records of their own, as a stray quote and a later one make them. Thread safe.
/// </summary>
internal sealed class SwallowedRecords
{
    private const int FewestRecords = 2;
    private const int MostKept = 1000;
    private const int MostTold = 3;

    private readonly SortedDictionary<(long Line, int Field), TableNote> _found = [];

    /// <summary>Gets a warning for each of the first such cells.</summary>
    public IReadOnlyList<TableNote> Notes
    {
        get
        {
            lock (_found)
            {
                return [.. _found.Values.Take(MostTold)];
            }
        }
    }

    /// <summary>Looks at a cell without its quotes.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="line">The line that it begins in.</param>
    /// <param name="field">Which field of its record it is, from 1.</param>
    /// <param name="fieldCount">The number of fields of its record.</param>
    /// <param name="separator">What separates the fields.</param>
    public void Add(ReadOnlySpan<char> text, long line, int field, int fieldCount, char separator)
    {
        var (count, lineCount, firstLine, lastLine) = (0, 1, 0L, 0L);
        var first = string.Empty;
        var end = EndOf(text);

        // The first and the last line are parts of records.
        for (text = text[end..]; !text.IsEmpty; text = text[end..])
        {
            text = text[(text is ['\r', '\n', ..] ? 2 : 1)..];
            end = EndOf(text);
            if (end < text.Length && IsRecord(text[..end], fieldCount, separator))
            {
                (first, firstLine) = count == 0 ? (ShownText.Of(text[..end]), line + lineCount) : (first, firstLine);
                lastLine = line + lineCount;
                count++;
            }

            lineCount++;
        }

        if (count < FewestRecords)
        {
            return;
        }

        var note = new TableNote(
            IsWarning: true,
            $"Field {field} that begins in line {line} holds {lineCount} lines in quotes, of which {count} look like records of their own, "
            + $"{first} in line {firstLine} to line {lastLine}: is the quote in line {line} a stray one? Take it out, or say that quotes "
            + "are characters like others (--no-quotes).");
        lock (_found)
        {
            if (_found.Count < MostKept)
            {
                _found[(line, field)] = note;
            }
        }
    }

    /// <summary>Tells whether a line has as many fields as a record; prose has spaces behind its commas.</summary>
    private static bool IsRecord(ReadOnlySpan<char> line, int fieldCount, char separator)
    {
        var separators = line.Count(separator);
        return fieldCount > 1 && separators == fieldCount - 1 && line.Count([separator, ' ']) == 0;
    }

    private static int EndOf(ReadOnlySpan<char> text) => text.IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length;
}
