using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.StandIn.Tests;

/// <summary>Loads a model in a process of its own, where no assembly is registered, and scores the example points.</summary>
internal static class FreshProcess
{
    public static string Score(string modelPath)
    {
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet, ["exec", typeof(FreshProcess).Assembly.Location,
            modelPath]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    /// <summary>The scores, bit for bit.</summary>
    public static string Describe(IDataView scored) =>
        string.Join(' ', scored.Floats("Score").Select(score => $"{BitConverter.SingleToInt32Bits(score):x8}"));

    private static void Main(string[] arguments)
    {
        var ml = new MLContext();
        Console.WriteLine(Describe(ml.Model.Load(arguments[0], out _).Transform(ml.Points())));
    }
}
