using System.Buffers;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>Texts of a user's in a CSV.</summary>
internal static class CsvCell
{
    private const string Begins = "=+-@\t\r";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <summary>
    /// Gives a text as a cell: quoted where it has to be (RFC 4180), and with an apostrophe before it where a spreadsheet would calculate
    /// it.
    /// </summary>
    public static string Of(string text)
    {
        var safe = text.Length > 0 && Begins.Contains(text[0]) ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(Quoted) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
