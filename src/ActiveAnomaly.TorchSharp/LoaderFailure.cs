using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ActiveAnomaly.Torch;

/// <summary>Says what the system's loader means when it cannot load libtorch, in words that lead on.</summary>
internal static partial class LoaderFailure
{
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

        var newest = read(missing.Groups["library"].Value) is { } library ? NewestVersion(library, missing.Groups["name"].Value) : null;
        var found = newest is null ? string.Empty : $", found {newest}";
        return $"{words} {missing.Groups["name"].Value}_{missing.Groups["version"].Value} is needed{found}: Debian 12 and Ubuntu 22.04 are too old, "
            + "Debian 13 or Ubuntu 24.04 will do.";
    }

    /// <summary>The line of the loader, without the runtime's advice around it; all of it where there is no such line.</summary>
    private static string OwnWords(string message)
    {
        var line = message.Split('\n').Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith('/') && part.Contains(": ", StringComparison.Ordinal));
        return (line ?? message.Trim()).TrimEnd('.') + ".";
    }

    /// <summary>Finds the highest version of a symbol version set, such as GLIBCXX, among a library's strings.</summary>
    private static string? NewestVersion(byte[] library, string name)
    {
        Version? newest = null;
        foreach (Match match in Regex.Matches(Encoding.Latin1.GetString(library), Regex.Escape(name) + @"_(\d+(?:\.\d+)+)", RegexOptions.CultureInvariant))
        {
            newest = Version.Parse(match.Groups[1].Value) is var version && (newest is null || version > newest) ? version : newest;
        }

        return newest?.ToString(newest.Build < 0 ? 2 : 3).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(?<library>/\S+): version `(?<name>[A-Z]+)_(?<version>[\d.]+)' not found", RegexOptions.CultureInvariant)]
    private static partial Regex MissingVersion();
}
