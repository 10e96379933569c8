namespace ActiveAnomaly.Labeling;

/// <summary>How long notes may be: the same in code, over HTTP and in files of labels.</summary>
public static class NoteLimits
{
    /// <summary>The most characters of a note.</summary>
    public const int MostCharacters = 10_000;

    /// <summary>The most tags of a note.</summary>
    public const int MostTags = 20;

    /// <summary>The most characters of a tag.</summary>
    public const int MostTagCharacters = 50;

    /// <summary>Throws unless a note is within the limits.</summary>
    internal static void Require(int row, string text, IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(tags);
        if (text.Length > MostCharacters)
        {
            throw new ArgumentException(
                $"The note of row {row} has {text.Length} characters; at most {MostCharacters} are allowed. Shorten it.", nameof(text));
        }

        if (tags.Count > MostTags)
        {
            throw new ArgumentException(
                $"The note of row {row} has {tags.Count} tags; at most {MostTags} are allowed. Leave some out.", nameof(tags));
        }

        foreach (var tag in tags)
        {
            if (string.IsNullOrWhiteSpace(tag) || tag.Length > MostTagCharacters)
            {
                throw new ArgumentException(
                    $"A tag of row {row} has {tag?.Trim().Length ?? 0} characters; 1 to {MostTagCharacters} are allowed. Leave it out or "
                    + "shorten it.",
                    nameof(tags));
            }
        }
    }
}
