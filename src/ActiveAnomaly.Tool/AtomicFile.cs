namespace ActiveAnomaly.Tool;

/// <summary>Writes files that are there either whole or not at all.</summary>
internal static class AtomicFile
{
    public static void WriteAllText(string path, string text) => Write(path, temporary => File.WriteAllText(temporary, text));

    /// <summary>
    /// Has <paramref name="write"/> write a temporary file beside <paramref name="path"/>, and renames it when that is done.
    /// </summary>
    public static void Write(string path, Action<string> write)
    {
        var temporary = TemporaryOf(path);
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Gives a name for a temporary file beside a file, which no other has.</summary>
    public static string TemporaryOf(string path) => $"{path}.{Guid.NewGuid():N}.tmp";
}
