using System.Globalization;
using System.Text.RegularExpressions;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Makes of messages for programmers what people read.</summary>
internal static partial class Sentences
{
    /// <summary>Gives a message without the name of a parameter and the value that .NET adds to it.</summary>
    public static string Plain(string message) => Additions().Replace(message, string.Empty);

    /// <summary>Calls rows, which sessions number from 0, what people call them: by their ids, or their places in the file.</summary>
    public static string WithNames(string message, LabelingPool pool) => Rows().Replace(message, match =>
    {
        if (!int.TryParse(match.Groups["row"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            || row >= pool.RowCount)
        {
            return match.Value;
        }

        var id = pool.IdOf(row);
        var word = match.Value[..match.Value.IndexOf(' ')];
        return pool.IdColumn is not null ? $"{word} {id}" : char.IsUpper(word[0]) ? char.ToUpperInvariant(id[0]) + id[1..] : id;
    });

    [GeneratedRegex(@"\b[Rr]ow (?<row>[0-9]+)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Rows();

    [GeneratedRegex(@" \(Parameter '[^']*'\)(\r?\nActual value was [^\r\n]*)?", RegexOptions.CultureInvariant)]
    private static partial Regex Additions();
}
