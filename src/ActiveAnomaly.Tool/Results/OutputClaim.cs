using System.Text.RegularExpressions;

namespace ActiveAnomaly.Tool.Results;

/// <summary>
/// A file or folder that a run writes at its end, claimed before it begins: that it can be written is known then, no other run writes
/// there meanwhile, and temporary files that killed runs left are removed. A lock file beside it says so while the run lasts.
/// </summary>
internal sealed partial class OutputClaim : IDisposable
{
    private readonly FileStream _lock;

    private OutputClaim(FileStream lockFile) => _lock = lockFile;

    /// <summary>Claims a file, and makes its folder where that is missing. What the file holds stays as it is.</summary>
    /// <param name="option">What the user calls it, such as "--output".</param>
    /// <param name="path">The file.</param>
    /// <param name="inputs">Files that must not be overwritten.</param>
    /// <param name="realOf">Gives an input's path without links; null for <see cref="RealPath.Of"/>.</param>
    /// <exception cref="InputException">It cannot be written, or another run is writing it.</exception>
    public static OutputClaim OfFile(
        string option, string path, IEnumerable<string> inputs, Func<string, string>? realOf = null)
    {
        RequireFile(option, path);
        var full = RealPath.Of(path);
        if (inputs.FirstOrDefault(input => RealPath.AreSame((realOf ?? RealPath.Of)(input), full)) is { } data)
        {
            throw new InputException(
                $"{option} '{path}' is a file that the run needs ('{data}'), and would overwrite it. Give another name.");
        }

        Create(option, Path.GetDirectoryName(full)!);
        if (File.Exists(full))
        {
            // Windows replaces no file that a program has open, however it shares it.
            var share = OperatingSystem.IsWindows() ? FileShare.None : FileShare.ReadWrite;
            Try(option, path, () => new FileStream(full, FileMode.Open, FileAccess.ReadWrite, share).Dispose());
        }

        var claim = Lock(option, path, full + ".lock");
        RemoveTemporaryFiles(Path.GetDirectoryName(full)!, name => name == Path.GetFileName(full));
        return claim;
    }

    /// <summary>Refuses a path that leads to something other than a file that is there or may be.</summary>
    /// <param name="option">What the user calls it, such as "--output".</param>
    /// <param name="path">The path.</param>
    /// <exception cref="InputException">It is a folder, a device, a pipe or another stream.</exception>
    public static void RequireFile(string option, string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{option} '{path}' is a folder. Give the name of a file in it.");
        }

        if (Path.EndsInDirectorySeparator(path))
        {
            throw new InputException(
                $"{option} '{path}' is a folder, as its last character says, and a file is written there. Give the name of a file in it.");
        }

        if (RealPath.IsSpecial(path))
        {
            throw new InputException(
                $"{option} '{path}' is a device, a pipe or another stream, and no file: what is written is put in its place when it is "
                + "whole. Give the name of a file.");
        }
    }

    /// <summary>Refuses a path that leads to something other than a folder that is there or may be.</summary>
    /// <param name="option">What the user calls it, such as "--save".</param>
    /// <param name="path">The path.</param>
    /// <exception cref="InputException">It is a file.</exception>
    public static void RequireFolder(string option, string path)
    {
        if (File.Exists(path))
        {
            throw new InputException($"{option} '{path}' is a file. Give a folder.");
        }
    }

    /// <summary>Claims a folder, and makes it where it is missing.</summary>
    /// <param name="option">What the user calls it, such as "--save".</param>
    /// <param name="path">The folder.</param>
    /// <exception cref="InputException">It cannot be written, or another run is writing there.</exception>
    public static OutputClaim OfFolder(string option, string path)
    {
        RequireFolder(option, path);
        Create(option, Path.GetFullPath(path));
        return Lock(option, path, Path.Combine(Path.GetFullPath(path), "active-anomaly.lock"));
    }

    /// <summary>
    /// Removes the temporary files that a killed run left in a folder that is claimed, or that holds a claimed file: those that
    /// <see cref="AtomicFile"/> names, and of the files that are written there.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isWritten">Tells whether a file of a name is written there.</param>
    public static void RemoveTemporaryFiles(string folder, Func<string, bool> isWritten)
    {
        foreach (var path in Directory.GetFiles(folder, "*.tmp"))
        {
            if (TemporaryName().Match(Path.GetFileName(path)) is { Success: true } name && isWritten(name.Groups[1].Value))
            {
                File.Delete(path);
            }
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void Create(string option, string folder) => Try(option, folder, () => Directory.CreateDirectory(folder));

    private static OutputClaim Lock(string option, string path, string lockPath)
    {
        FileStream? lockFile = null;
        Try(option, path, () => lockFile = LockFile.Take(lockPath));
        return new OutputClaim(lockFile!);
    }

    private static void Try(string option, string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{option} cannot be written to '{path}': {exception.Message} Give another place, or, where another run writes there now, "
                + "wait until it has ended.");
        }
    }

    [GeneratedRegex("""^(.+)\.[0-9a-f]{32}\.tmp$""")]
    private static partial Regex TemporaryName();
}
