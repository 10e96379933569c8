namespace ActiveAnomaly.Persistence;

// Compiled into several assemblies: its comments are no XML documentation, which the description of the labelling server's interface takes
// from all of them and must not find twice.

// Writes files that are there whole or not at all. A link stays one: the file that it leads to is written.
internal static class WholeFile
{
    // Has `write` write a temporary file beside the one that is meant, and renames it when that is done. Throws DirectoryNotFoundException
    // where there is no such folder.
    public static void Write(string path, Action<Stream> write) => WriteAt(path, temporary =>
    {
        using var stream = File.Create(temporary);
        write(stream);
    });

    // The same, for what writes a file by its name.
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

    // The full path of the file that is meant: where the path is a link, of the one that it leads to.
    public static string TargetOf(string path) => new FileInfo(path) is { LinkTarget: not null } link
        ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
        : Path.GetFullPath(path);

    // A name for a temporary file beside a file, which no other has.
    public static string TemporaryOf(string path) => $"{path}.{Guid.NewGuid():N}.tmp";
}
