using System.Text.RegularExpressions;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Takes out of messages what only programmers read.</summary>
internal static partial class Sentences
{
    /// <summary>Gives a message without the name of a parameter and the value that .NET adds to it.</summary>
    public static string Plain(string message) => Additions().Replace(message, string.Empty);

    [GeneratedRegex(@" \(Parameter '[^']*'\)(\r?\nActual value was [^\r\n]*)?", RegexOptions.CultureInvariant)]
    private static partial Regex Additions();
}
