using System.Text.RegularExpressions;

namespace ActiveAnomaly.Packages;

/// <summary>The blocks of C# in a document.</summary>
internal static partial class CodeBlock
{
    /// <summary>Gets a document's blocks of C#, in their order, but those that say that they are a sketch.</summary>
    /// <param name="path">The document.</param>
    public static IReadOnlyList<string> In(string path) =>
        [.. Block().Matches(File.ReadAllText(path)).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
