namespace ActiveAnomaly.Persistence;

// Compiled into several assemblies: its comments are no XML documentation, which the description of the labelling server's interface takes
// from all of them and must not find twice.

// Writes files that are there whole or not at all. A link stays one: the file that it leads to is written.
internal static class WholeFile
{
    // All in all a second and a quarter.
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(640);

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
            Replace(temporary, target);
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

    // Windows lets nobody replace a file that a program has open, were it a virus scanner or a reader that looks at it for a moment.
    private static void Replace(string temporary, string target)
    {
        for (var wait = FirstWait; ; wait *= 2)
        {
            try
            {
                File.Move(temporary, target, overwrite: true);
                return;
            }
            catch (Exception exception) when (
                OperatingSystem.IsWindows() && exception is IOException or UnauthorizedAccessException && File.Exists(target))
            {
                if (wait > LongestWait)
                {
                    throw new IOException(
                        $"'{target}' cannot be replaced: {exception.Message} Where a program has it open, close it there; where it is "
                        + "read-only, allow this user to write it; or give another path.",
                        exception);
                }
            }

            Thread.Sleep(wait);
        }
    }

    // A name for a temporary file beside a file, which no other has.
    public static string TemporaryOf(string path) => $"{path}.{Guid.NewGuid():N}.tmp";
}
