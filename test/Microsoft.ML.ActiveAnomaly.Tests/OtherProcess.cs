using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Starts the program that lies beside the tests: it loads a model where nothing was registered.</summary>
internal static class OtherProcess
{
    /// <summary>Scores a CSV in a new process.</summary>
    public static string Score(params string[] arguments) => Run([Program, .. arguments]);

    /// <summary>Runs the program with making code turned off.</summary>
    public static string WithoutDynamicCode(TemporaryFolder folder, params string[] arguments)
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(Program, "runtimeconfig.json")))!;
        settings["runtimeOptions"]!["configProperties"]!["System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported"] = false;
        File.WriteAllText(folder.File("settings.json"), settings.ToJsonString());
        return Run(["--runtimeconfig", folder.File("settings.json"), Program, .. arguments]);
    }

    private static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "FreshProcess.dll");

    private static string Run(IEnumerable<string> arguments)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet, ["exec", .. arguments])
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
