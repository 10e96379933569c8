using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActiveAnomaly.Tool;

/// <summary>What a program in a process of its own gave: its exit code, and all that it wrote.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>A program that has not ended by then has hung.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(4);

    /// <summary>Gets the path of the dotnet that runs the tests.</summary>
    public static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>Runs a program, whose output goes into pipes.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="environment">What differs from this process's environment.</param>
    /// <param name="arguments">The words of its command line.</param>
    public static ProgramRun Of(string program, string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(LongestTime))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {LongestTime}.");
        }

        return new ProgramRun(process.ExitCode, output.Result, error.Result);
    }
}
