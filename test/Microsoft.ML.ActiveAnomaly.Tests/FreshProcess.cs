using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>
/// This assembly as a program of its own: it loads a model with nothing but ML.NET's own API, in a process in which nobody
/// has registered or even touched this library, and prints the bits of the scores of a CSV.
/// </summary>
internal static class FreshProcess
{
    /// <summary>Scores a CSV in a new process.</summary>
    public static string Score(string modelPath, string csvPath)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet, ["exec", typeof(FreshProcess).Assembly.Location, modelPath, csvPath])
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

    /// <summary>Gives the bits of the scores as the program prints them.</summary>
    public static string Describe(IDataView scored) =>
        string.Join(' ', scored.GetColumn<float>("Score").Select(score => BitConverter.SingleToInt32Bits(score).ToString("x8", CultureInfo.InvariantCulture)));

    public static IDataView Load(MLContext mlContext, string csvPath) => mlContext.Data.LoadFromTextFile(
        csvPath, [new TextLoader.Column("Raw", DataKind.Single, 0, PoolRow.FeatureCount - 1)], separatorChar: ',', hasHeader: true);

    private static int Main(string[] arguments)
    {
        if (AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "Microsoft.ML.ActiveAnomaly"))
        {
            Console.Error.WriteLine("The library was loaded before the model.");
            return 1;
        }

        var mlContext = new MLContext();
        var model = mlContext.Model.Load(arguments[0], out _);
        Console.WriteLine(Describe(model.Transform(Load(mlContext, arguments[1]))));
        return 0;
    }
}
