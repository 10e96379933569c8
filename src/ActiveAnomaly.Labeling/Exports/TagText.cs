using System.Text;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>Tags in one cell: separated by semicolons; a backslash before a semicolon or a backslash makes it part of the tag.</summary>
internal static class TagText
{
    /// <summary>Writes tags.</summary>
    public static string Of(IReadOnlyList<string> tags) => string.Join(
        "; ",
        tags.Select(tag => tag.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)));

    /// <summary>Reads tags; empty ones are left out, and the spaces around each.</summary>
    public static string[] Read(string text)
    {
        var (tags, tag) = (new List<string>(), new StringBuilder());
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && (text[i + 1] is '\\' or ';'))
            {
                tag.Append(text[++i]);
            }
            else if (text[i] == ';')
            {
                End();
            }
            else
            {
                tag.Append(text[i]);
            }
        }

        End();
        return [.. tags];

        void End()
        {
            var trimmed = tag.ToString().Trim();
            if (trimmed.Length > 0)
            {
                tags.Add(trimmed);
            }

            tag.Clear();
        }
    }
}
