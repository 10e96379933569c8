using System.Text;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Writes texts of a table for messages: in one line, and not endless.</summary>
internal static class ShownText
{
    private const int MostCharacters = 60;
    private const int MostNames = 20;

    /// <summary>Gives a text in quotes: its beginning where it is long, control characters as escapes; "empty" for none.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return "empty";
        }

        // A pair of surrogates stays whole.
        var length = Math.Min(text.Length, MostCharacters);
        length -= length < text.Length && char.IsHighSurrogate(text[length - 1]) ? 1 : 0;
        var shown = new StringBuilder("'");
        foreach (var letter in text[..length])
        {
            _ = letter switch
            {
                '\n' => shown.Append("\\n"),
                '\r' => shown.Append("\\r"),
                '\t' => shown.Append("\\t"),
                _ when char.IsControl(letter) => shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => shown.Append(letter),
            };
        }

        return shown.Append(length < text.Length ? "...'" : "'").ToString();
    }

    /// <summary>Lists texts: the first, and how many more there are.</summary>
    public static string List(IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        return string.Join(", ", all.Take(MostNames).Select(text => Of(text)))
            + (all.Length > MostNames ? FormattableString.Invariant($" and {all.Length - MostNames} more") : string.Empty);
    }
}
