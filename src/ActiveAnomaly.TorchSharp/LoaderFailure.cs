using System.Text;
using System.Text.RegularExpressions;

namespace ActiveAnomaly.Torch;

/// <summary>Says what the system's loader means when it cannot load libtorch, in words that lead on.</summary>
internal static partial class LoaderFailure
{
    /// <summary>Tells whether the loader found a library of the system that is too old.</summary>
    /// <param name="message">What the runtime, or the loader, said.</param>
    /// <returns>Whether a version of a symbol was missing.</returns>
    public static bool IsTooOld(string message) => MissingVersion().IsMatch(message);

    /// <summary>Adds what is needed and what is there to the loader's own words.</summary>
    /// <param name="message">What the runtime, or the loader, said.</param>
    /// <param name="read">Reads a file that the loader names; null when it cannot be read.</param>
    /// <returns>The loader's own words, and what they mean where that is known.</returns>
    public static string Explain(string message, Func<string, byte[]?> read)
    {
        var words = OwnWords(message);
        var missing = MissingVersion().Match(words);
        if (!missing.Success)
        {
            return words;
        }

        var (name, version) = (missing.Groups["name"].Value, missing.Groups["version"].Value);
        var newest = read(missing.Groups["library"].Value) is { } library ? NewestVersion(library, name) : null;
        return $"{words} {name}_{version} is needed{(newest is null ? string.Empty : $", found {newest}")}: "
            + "Debian 12 and Ubuntu 22.04 are too old, Debian 13 or Ubuntu 24.04 will do.";
    }

    /// <summary>The line of the loader, without the runtime's advice around it; all of it where there is no such line.</summary>
    private static string OwnWords(string message)
    {
        var lines = message.Split('\n').Select(part => part.Trim());
        var own = lines.FirstOrDefault(part => part.StartsWith('/') && part.Contains(": ", StringComparison.Ordinal));
        return (own ?? message.Trim()).TrimEnd('.') + ".";
    }

    /// <summary>Finds the highest version of a set of symbol versions, such as GLIBCXX, among a library's strings.</summary>
    private static Version? NewestVersion(byte[] library, string name) => Regex
        .Matches(
            Encoding.Latin1.GetString(library),
            Regex.Escape(name) + @"_(\d{1,9}(?:\.\d{1,9}){1,3})(?![\d.])",
            RegexOptions.CultureInvariant)
        .Select(match => Version.Parse(match.Groups[1].Value))
        .Max();

    [GeneratedRegex(@"(?<library>/\S+): version `(?<name>[A-Z]+)_(?<version>[\d.]+)' not found", RegexOptions.CultureInvariant)]
    private static partial Regex MissingVersion();
}
