namespace ActiveAnomaly.Tool;

/// <summary>
/// A file that one process has at a time. The system lets go of it when the process ends, however it ends; a file that a killed one left is
/// taken over.
/// </summary>
internal static class LockFile
{
    /// <summary>Takes the file until what is given is disposed of, and removes it then.</summary>
    /// <exception cref="IOException">Another process has it, or it cannot be made.</exception>
    public static FileStream Take(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
}
