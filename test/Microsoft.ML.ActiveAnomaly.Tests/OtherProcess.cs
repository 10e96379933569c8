using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Starts the program that lies beside the tests: it loads a model where nothing was registered.</summary>
internal static class OtherProcess
{
    /// <summary>Scores a CSV in a new process.</summary>
    public static string Score(params string[] arguments)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var program = Path.Combine(AppContext.BaseDirectory, "FreshProcess.dll");
        var start = new ProcessStartInfo(dotnet, ["exec", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors.Result);
        return output.Trim();
    }
}
