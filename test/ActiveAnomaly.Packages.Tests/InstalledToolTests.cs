using System.Diagnostics;
using System.Text.Json;

namespace ActiveAnomaly.Packages;

/// <summary>The tool as its users have it: packed, installed in an empty folder, and run in another.</summary>
[TestClass]
public sealed class InstalledToolTests
{
    private static readonly Lazy<Installation> Installed = new(() => new Installation());

    [ClassCleanup]
    public static void CleanUp()
    {
        if (Installed.IsValueCreated)
        {
            Installed.Value.Dispose();
        }
    }

    [TestMethod]
    public void Version_OfTheInstalledTool_IsThePackages()
    {
        var run = Installed.Value.Run("--version");

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual(Places.Version, run.Output.Trim());
    }

    /// <summary>The shipped data come along, and the figures are those of the tool that was built here.</summary>
    [TestMethod]
    public void Evaluate_InstalledToolInAnEmptyFolder_GivesTheSameFigures()
    {
        using var folder = new TemporaryFolder();
        var run = Installed.Value.Run("evaluate", "--seeds", "1", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        using var document = JsonDocument.Parse(run.Output);
        var built = ProgramRun.Of(
            ProgramRun.Dotnet, folder.FullName, Places.Environment,
            Places.PathOf("src", "ActiveAnomaly.Tool", "bin", Places.Configuration, "net10.0", "active-anomaly.dll"),
            "evaluate", "--seeds", "1", "--json", "--output", folder.FullName);
        Assert.AreEqual(0, built.ExitCode, built.Error);
        using var here = JsonDocument.Parse(built.Output);

        CollectionAssert.AreEqual(Aucs(here.RootElement), Aucs(document.RootElement));
        Assert.HasCount(6, Aucs(here.RootElement));
        Assert.IsTrue(File.Exists(document.RootElement.GetProperty("dataSets")[0].GetProperty("model").GetString()));
    }

    [TestMethod]
    public void Run_InstalledTool_HasItsExitCodes()
    {
        var (nothing, noModel) = (Installed.Value.Run(), Installed.Value.Run("score", "glass", "--model", "none.zip"));

        Assert.AreEqual(2, nothing.ExitCode, nothing.Output);
        Assert.Contains("active-anomaly [command]", nothing.Error);
        Assert.AreEqual(1, noModel.ExitCode, noModel.Output);
        Assert.Contains("none.zip", noModel.Error);
    }

    /// <summary>The page comes along too.</summary>
    [TestMethod]
    public async Task Label_InstalledToolInAnEmptyFolder_ServesThePage()
    {
        using var process = Installed.Value.Start("label", "--json", "--no-open", "--port", "0");
        try
        {
            var text = string.Empty;
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                text += line;
                if (line == "}")
                {
                    break;
                }
            }

            using var document = JsonDocument.Parse(text);
            Assert.AreEqual(351, document.RootElement.GetProperty("rows").GetInt32());
            using var client = new HttpClient();
            var page = await client.GetStringAsync(new Uri(document.RootElement.GetProperty("address").GetString()!));
            Assert.Contains("data-test=\"answer-abnormal\"", page);
            Assert.IsTrue(File.Exists(document.RootElement.GetProperty("store").GetString()));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static double[] Aucs(JsonElement document) =>
    [
        .. document.GetProperty("dataSets")[0].GetProperty("stages").EnumerateArray()
            .Select(stage => stage.GetProperty("rocAuc").GetDouble()),
    ];

    /// <summary>The tool, installed from its package alone, with settings and package folders of its own.</summary>
    private sealed class Installation : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Dictionary<string, string> _environment;

        public Installation()
        {
            _environment = new(Places.Environment)
            {
                ["DOTNET_ROOT"] = Path.GetDirectoryName(ProgramRun.Dotnet)!,
                ["HOME"] = _folder.File("home"),
                ["DOTNET_CLI_HOME"] = _folder.File("home"),
                ["NUGET_PACKAGES"] = _folder.File("cache"),
            };
            Directory.CreateDirectory(_folder.File("work"));
            Places.Dotnet(
                _folder.File("work"), _environment, "tool", "install", "ActiveAnomaly.Tool", "--tool-path", _folder.File("tool"),
                "--source", Packed.All.Folder, "--version", Places.Version);
        }

        public ProgramRun Run(params string[] arguments) =>
            ProgramRun.Of(_folder.File("tool", "active-anomaly"), _folder.File("work"), _environment, arguments);

        /// <summary>Starts the tool, whose output goes into pipes; it is the caller's to end.</summary>
        public Process Start(params string[] arguments)
        {
            var start = new ProcessStartInfo(_folder.File("tool", "active-anomaly"), arguments)
            {
                WorkingDirectory = _folder.File("work"),
                RedirectStandardOutput = true,
            };
            foreach (var (name, value) in _environment)
            {
                start.Environment[name] = value;
            }

            return Process.Start(start)!;
        }

        public void Dispose() => _folder.Dispose();
    }
}
