using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActiveAnomaly.Benchmarks.Scale;

/// <summary>The tool in a process of its own.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
/// <param name="PeakBytes">The most memory that it had at a time.</param>
/// <param name="ProcessorTime">The time that processors gave it: on a busy machine less than it could have used.</param>
internal sealed record ToolProcess(int ExitCode, string Output, string Error, long PeakBytes, TimeSpan ProcessorTime)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs a command to its end, or kills it (SIGKILL) as soon as it is far enough.</summary>
    /// <param name="words">The words of the command line.</param>
    /// <param name="isFarEnough">Tells when to kill it; null to let it end.</param>
    /// <param name="whileRunning">Is called again and again as long as it runs; null for nothing.</param>
    /// <param name="program">The tool's path; null for the one beside this program.</param>
    public static ToolProcess Run(
        string[] words, Func<bool>? isFarEnough = null, Action? whileRunning = null, string? program = null)
    {
        using var process = Process.Start(StartOf(words, program))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (peak, time) = (0L, TimeSpan.Zero);
        while (!process.WaitForExit(Pause))
        {
            process.Refresh();
            (peak, time) = Seen(process, peak, time);
            whileRunning?.Invoke();
            if (isFarEnough?.Invoke() == true)
            {
                process.Kill();
                process.WaitForExit();
            }
        }

        return new ToolProcess(process.ExitCode, output.Result, error.Result, peak, time);
    }

    /// <summary>Says how a command is started.</summary>
    /// <param name="words">The words of the command line.</param>
    /// <param name="program">The tool's path; null for the one beside this program.</param>
    public static ProcessStartInfo StartOf(string[] words, string? program = null)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var tool = program ?? Path.Combine(AppContext.BaseDirectory, "active-anomaly.dll");
        return new ProcessStartInfo(dotnet, ["exec", tool, .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static (long Peak, TimeSpan Time) Seen(Process process, long peak, TimeSpan time)
    {
        try
        {
            return (Math.Max(peak, process.PeakWorkingSet64), process.TotalProcessorTime);
        }
        catch (InvalidOperationException)
        {
            // It ended just now.
            return (peak, time);
        }
    }
}
