using System.Buffers;
using System.Text;

namespace ActiveAnomaly.Tool.Results;

/// <summary>
/// Reads and writes cells separated by commas, quoted where they have to be (RFC 4180), so that any text comes back as it was.
/// </summary>
/// <param name="reader">What is read.</param>
/// <param name="line">The number of lines that were read of it before.</param>
internal sealed class CsvText(TextReader reader, int line)
{
    // A number sign is quoted too: programs that take it for the beginning of a comment do not look into quotes.
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n#");

    private int _next = line + 1;

    /// <summary>Gets the number of the line that was read last, from 1; of several lines in quotes the first.</summary>
    public int Line { get; private set; } = line;

    /// <summary>Gives a text as a cell.</summary>
    public static string Cell(string text) =>
        text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    /// <summary>Reads the cells of the next line; null at the end.</summary>
    public List<string>? ReadLine()
    {
        if (reader.Peek() < 0)
        {
            return null;
        }

        Line = _next;
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        while (true)
        {
            var letter = reader.Read();
            if (letter == '\n')
            {
                _next++;
            }

            if (letter < 0 || (letter == '\n' && !isQuoted))
            {
                cells.Add(cell.ToString());
                return cells;
            }

            if (letter == '"')
            {
                if (isQuoted && reader.Peek() == '"')
                {
                    reader.Read();
                    cell.Append('"');
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (letter == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else if (letter != '\r' || isQuoted || reader.Peek() != '\n')
            {
                // A spreadsheet that saves the file ends its lines with two characters.
                cell.Append((char)letter);
            }
        }
    }
}
