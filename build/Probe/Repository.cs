using System.Diagnostics;

namespace ActiveAnomaly.Build;

/// <summary>The checkout that the README's commands work on.</summary>
public sealed class Repository
{
    private Repository(string root) => Root = root;

    /// <summary>Gets the folder that holds ActiveAnomaly.sln.</summary>
    public string Root { get; }

    /// <summary>Finds the checkout: the current folder or one above it.</summary>
    public static Repository Find()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ActiveAnomaly.sln")))
            {
                return new Repository(folder.FullName);
            }
        }

        throw new InvalidOperationException($"ActiveAnomaly.sln is neither in '{Environment.CurrentDirectory}' nor above it. Run the command inside the repository.");
    }

    /// <summary>Gives the full path of something inside the checkout.</summary>
    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Runs the dotnet command with this console as its own.</summary>
    /// <returns>Its exit code.</returns>
    public int Dotnet(params string[] arguments) => Run(arguments, log: null);

    /// <summary>Runs the dotnet command and keeps what it prints in a file.</summary>
    /// <returns>Its exit code.</returns>
    public int DotnetQuietly(string logPath, params string[] arguments)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logPath)!);
        using var log = new StreamWriter(logPath);
        return Run(arguments, log);
    }

    private int Run(string[] arguments, StreamWriter? log)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = log is not null,
            RedirectStandardError = log is not null,
        };

        // A file-based app hands its own MSBuild settings to its children; theirs must be their own.
        foreach (var name in (string[])["MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly"])
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start; is the .NET SDK on the PATH?");
        if (log is not null)
        {
            process.OutputDataReceived += (_, line) => Write(log, line.Data);
            process.ErrorDataReceived += (_, line) => Write(log, line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        process.WaitForExit();
        return process.ExitCode;
    }

    private static void Write(StreamWriter log, string? line)
    {
        lock (log)
        {
            log.WriteLine(line);
        }
    }
}
