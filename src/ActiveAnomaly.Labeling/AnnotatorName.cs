namespace ActiveAnomaly.Labeling;

/// <summary>What annotators may be called: the same over HTTP, in files of labels and on a command line.</summary>
internal static class AnnotatorName
{
    /// <summary>The most characters of a name.</summary>
    public const int MostCharacters = 100;

    /// <summary>Says what is wrong with a name, as the end of a sentence about it; null where nothing is.</summary>
    public static string? FaultOf(string name) =>
        string.IsNullOrWhiteSpace(name) ? "is empty"
        : name.Length > MostCharacters ? $"has {name.Length} characters; at most {MostCharacters} are allowed"
        : name.Any(char.IsControl) ? "holds a control character; leave it out"
        : null;
}
