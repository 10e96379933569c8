using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Tool;

/// <summary>Writes files that are there either whole or not at all. A link stays one: what it leads to is written.</summary>
internal static class AtomicFile
{
    public static void WriteAllText(string path, string text) => Write(path, temporary => File.WriteAllText(temporary, text));

    /// <summary>
    /// Has <paramref name="write"/> write a temporary file beside <paramref name="path"/>, and renames it when that is done.
    /// </summary>
    /// <exception cref="IOException">The path leads to a device, a pipe or another stream, which a file must not replace.</exception>
    public static void Write(string path, Action<string> write)
    {
        if (RealPath.IsSpecial(path))
        {
            throw new IOException($"'{path}' is a device, a pipe or another stream, and no file. Give the name of a file.");
        }

        WholeFile.WriteAt(RealPath.Of(path), write);
    }
}
