using System.IO.Enumeration;

namespace ActiveAnomaly.Tool.Input;

/// <summary>
/// Paths with * (any letters of a name), ? (one) and ** (folders in folders): what a shell would make of them, for those that are quoted.
/// Names that begin with a dot are found by patterns that begin so.
/// </summary>
internal static class FilePattern
{
    private const string AnyFolders = "**";

    private static readonly bool IgnoresCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    private static readonly char[] Separators = OperatingSystem.IsWindows() ? ['/', '\\'] : ['/'];

    /// <summary>Tells whether a word is a pattern, and not the path of a file or a folder that is there.</summary>
    public static bool IsPattern(string word) => HasWildcard(word) && !File.Exists(word) && !Directory.Exists(word);

    /// <summary>Finds the files of a pattern, in the order of their paths.</summary>
    public static IReadOnlyList<string> Find(string pattern)
    {
        var root = Path.GetPathRoot(pattern)!;
        var segments = pattern[root.Length..].Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return [.. Expand(root, segments).ToHashSet(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Expand(string folder, ReadOnlyMemory<string> segments)
    {
        var (segment, rest) = (segments.Span[0], segments[1..]);
        var isLast = rest.IsEmpty;
        if (segment == AnyFolders)
        {
            // At the end it means all files below.
            var further = isLast ? (ReadOnlyMemory<string>)new[] { "*" } : rest;
            return Expand(folder, further).Concat(
                Folders(folder).Where(IsShown).Where(name => !IsLink(Path.Combine(folder, name)))
                    .SelectMany(name => Expand(Path.Combine(folder, name), segments)));
        }

        if (!HasWildcard(segment))
        {
            var path = Path.Combine(folder, segment);
            return isLast ? File.Exists(path) ? [path] : [] : Directory.Exists(path) ? Expand(path, rest) : [];
        }

        var names = (isLast ? Files(folder) : Folders(folder)).Where(
            name => (IsShown(name) || segment[0] == '.') && FileSystemName.MatchesSimpleExpression(segment, name, IgnoresCase));
        return isLast
            ? names.Select(name => Path.Combine(folder, name))
            : names.SelectMany(name => Expand(Path.Combine(folder, name), rest));
    }

    private static bool HasWildcard(string text) => text.AsSpan().ContainsAny('*', '?');

    private static bool IsShown(string name) => name[0] != '.';

    /// <summary>Links to folders may lead in a circle.</summary>
    private static bool IsLink(string folder) => new DirectoryInfo(folder).LinkTarget is not null;

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(Named(folder)).Select(Path.GetFileName)!;

    private static IEnumerable<string> Folders(string folder) => Directory.EnumerateDirectories(Named(folder)).Select(Path.GetFileName)!;

    private static string Named(string folder) => folder.Length == 0 ? "." : folder;
}
