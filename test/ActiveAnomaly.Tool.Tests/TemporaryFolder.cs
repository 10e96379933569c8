using System.Diagnostics;

namespace ActiveAnomaly.Tool;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("active-anomaly-");

    public string FullName => _folder.FullName;

    public string File(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    /// <summary>Makes a pipe that has a name; where there are none the test is inconclusive.</summary>
    public void MakePipe(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("This system has no pipes among its files.");
        }

        using var program = Process.Start("mkfifo", File(name));
        program.WaitForExit();
        Assert.AreEqual(0, program.ExitCode);
    }

    /// <summary>Makes a link to a file; where this user may not, as on Windows without developer mode, the test is inconclusive.</summary>
    public static void Link(string path, string target) => Make(() => System.IO.File.CreateSymbolicLink(path, target));

    /// <summary>Makes a link to a folder, as <see cref="Link"/>.</summary>
    public static void LinkFolder(string path, string target) => Make(() => Directory.CreateSymbolicLink(path, target));

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Make(Func<FileSystemInfo> makeLink)
    {
        try
        {
            if (makeLink().LinkTarget is not null)
            {
                return;
            }
        }
        catch (IOException) when (OperatingSystem.IsWindows())
        {
            // Told of below, as by a system that makes none without saying so.
        }

        Assert.Inconclusive("This user may not make symbolic links on this system.");
    }
}
