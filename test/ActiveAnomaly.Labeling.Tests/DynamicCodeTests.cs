using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace ActiveAnomaly.Labeling;

/// <summary>What a program says that may not make code, as programs of one file may not unless they say so.</summary>
[TestClass]
public sealed class DynamicCodeTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "StoreProcess.dll");

    [TestMethod]
    public void Read_WithoutDynamicCode_SaysWhatToAdd()
    {
        using var folder = new TemporaryFolder();
        var path = GivenPool.Written(folder, "n,m\n1,2\n3,5\n");
        var settings = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(Program, "runtimeconfig.json")))!;
        settings["runtimeOptions"]!["configProperties"]!["System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported"] = false;
        File.WriteAllText(folder.File("settings.json"), settings.ToJsonString());

        Assert.Contains("#:property PublishAot=false", Run("--runtimeconfig", folder.File("settings.json"), Program, "pool", path));
        Assert.AreEqual("rows.csv", Run(Program, "pool", path).Trim());
    }

    private static string Run(params string[] arguments)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        using var process = Process.Start(new ProcessStartInfo(dotnet, ["exec", .. arguments]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, output);
        return output;
    }
}
