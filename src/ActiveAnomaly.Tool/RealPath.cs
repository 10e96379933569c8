using System.Formats.Tar;

namespace ActiveAnomaly.Tool;

/// <summary>Where paths lead: links of files and of folders are followed, and nothing is opened.</summary>
internal static class RealPath
{
    /// <summary>More links than this lead in a circle.</summary>
    private const int MostLinks = 40;

    /// <summary>The links below are streams that a process has open, such as its standard output.</summary>
    private const string Processes = "/proc/";

    /// <summary>How the whole path of a device or a pipe begins on Windows.</summary>
    private const string Devices = @"\\.\";

    private static readonly EnumerationOptions All = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>Gives the path without links; what is not there yet has none.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path) => Follow(path).Path;

    /// <summary>Tells whether two paths lead to the same file, in the letters that the file system tells apart.</summary>
    public static bool IsSame(string first, string second) => AreSame(Of(first), Of(second));

    /// <summary>Tells whether two paths without links, as <see cref="Of"/> gives them, are of the same file.</summary>
    public static bool AreSame(string one, string other) =>
        string.Equals(one, other, StringComparison.Ordinal)
        || (string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
            && Path.Exists(one) && Path.Exists(other)
            && string.Equals(Listed(one), Listed(other), StringComparison.Ordinal));

    /// <summary>Tells whether what a path leads to is there, and is neither a file nor a folder: a device, a pipe, a socket.</summary>
    public static bool IsSpecial(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // NUL, CON, COM1 and the like become one too, in any folder.
            return Path.GetFullPath(path).StartsWith(Devices, StringComparison.Ordinal);
        }

        var (real, isStream) = Follow(path);
        return isStream || (File.Exists(real) && new FileInfo(real).Length == 0 && !IsRegular(real));
    }

    private static (string Path, bool IsStream) Follow(string path)
    {
        var full = Path.GetFullPath(path);
        var (current, rest) = Parts(full, []);
        var (isStream, linkCount) = (false, 0);
        while (rest.TryPop(out var name))
        {
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            var next = Path.Combine(current, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++linkCount > MostLinks)
            {
                throw new IOException($"The links of '{path}' lead in a circle. Give the path of a file.");
            }

            isStream |= next.StartsWith(Processes, StringComparison.Ordinal);
            (current, rest) = Path.IsPathRooted(target)
                ? Parts(target, rest)
                : (current, Parts(Path.GetPathRoot(current) + target, rest).Names);
        }

        return (current, isStream);
    }

    /// <summary>Splits a path with a root into that and the names, before those that are left.</summary>
    private static (string Root, Stack<string> Names) Parts(string path, Stack<string> left)
    {
        var root = Path.GetPathRoot(path)!;
        foreach (var name in path[root.Length..].Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Reverse())
        {
            if (name is not ("" or "."))
            {
                left.Push(name);
            }
        }

        return (root, left);
    }

    /// <summary>Gives a path in the letters in which folders list it.</summary>
    private static string Listed(string path)
    {
        if (Path.GetDirectoryName(path) is not { } folder)
        {
            return path;
        }

        var name = Path.GetFileName(path);
        string[] alike =
        [
            .. Directory.EnumerateFileSystemEntries(folder, "*", All).Select(entry => Path.GetFileName(entry))
                .Where(entry => string.Equals(entry, name, StringComparison.OrdinalIgnoreCase)),
        ];
        return Path.Combine(Listed(folder), alike.Contains(name, StringComparer.Ordinal) ? name : alike.FirstOrDefault(name));
    }

    /// <summary>Asks what an archive would keep of an empty file: the one public way to its type that opens regular files alone.</summary>
    private static bool IsRegular(string path)
    {
        using var archive = new MemoryStream();
        try
        {
            using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
            {
                writer.WriteEntry(path, "file");
            }
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            // A socket, which no archive keeps.
            return false;
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
    }
}
