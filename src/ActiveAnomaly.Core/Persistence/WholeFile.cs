namespace ActiveAnomaly.Persistence;

/// <summary>Writes files that are there whole or not at all. A link stays one: the file that it leads to is written.</summary>
internal static class WholeFile
{
    /// <summary>
    /// Has <paramref name="write"/> write a temporary file beside the one that is meant, and renames it when that is done.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static void Write(string path, Action<Stream> write) => WriteAt(path, temporary =>
    {
        using var stream = File.Create(temporary);
        write(stream);
    });

    /// <summary>The same, for what writes a file by its name.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static void WriteAt(string path, Action<string> write)
    {
        var target = TargetOf(path);
        var folder = Path.GetDirectoryName(target);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"'{path}' cannot be written: there is no folder '{folder}'. Make it, or give another path.");
        }

        var temporary = TemporaryOf(target);
        try
        {
            write(temporary);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Gives the full path of the file that is meant: where the path is a link, of the one that it leads to.</summary>
    public static string TargetOf(string path) => new FileInfo(path) is { LinkTarget: not null } link
        ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
        : Path.GetFullPath(path);

    /// <summary>Gives a name for a temporary file beside a file, which no other has.</summary>
    public static string TemporaryOf(string path) => $"{path}.{Guid.NewGuid():N}.tmp";
}
