using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace ActiveAnomaly.Tool;

/// <summary>The tool as its users have it: packed, installed in an empty folder, and run in another.</summary>
[TestClass]
[TestCategory("Packaging")]
public sealed class PackagingTests
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
        Assert.AreEqual(Installation.Version, run.Output.Trim());
    }

    /// <summary>The shipped data come along, and the figures are those of the tool that was built here.</summary>
    [TestMethod]
    public void Evaluate_InstalledToolInAnEmptyFolder_GivesTheSameFigures()
    {
        using var folder = new TemporaryFolder();
        var run = Installed.Value.Run("evaluate", "--seeds", "1", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        using var document = JsonDocument.Parse(run.Output);
        var here = CommandRun.Json("evaluate", "--seeds", "1", "--output", folder.FullName);

        CollectionAssert.AreEqual(Aucs(here), Aucs(document.RootElement));
        Assert.HasCount(6, Aucs(here));
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

    /// <summary>
    /// Packs the tool that was built with the tests, and installs it from that package alone, with settings and package folders of its own.
    /// </summary>
    private sealed class Installation : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Dictionary<string, string> _environment;

        public Installation()
        {
            // Nothing that outlives its command may hold files of the checkout or of the temporary folder.
            _environment = new()
            {
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_NOLOGO"] = "1",
                ["DOTNET_ROOT"] = Path.GetDirectoryName(ProgramRun.Dotnet)!,
            };
            Directory.CreateDirectory(_folder.File("work"));
            var project = Path.Combine(Metadata("RepositoryRoot"), "src", "ActiveAnomaly.Tool");
            // A commit since the build would give the package another version than what is in it.
            Succeeds(
                "pack", project, "--no-build", "--configuration", Metadata("Configuration"), "--output", _folder.File("packages"),
                $"-p:MinVerVersionOverride={Version}", "-nodeReuse:false");
            _environment["HOME"] = _environment["DOTNET_CLI_HOME"] = _folder.File("home");
            _environment["NUGET_PACKAGES"] = _folder.File("cache");
            Succeeds(
                "tool", "install", "ActiveAnomaly.Tool", "--tool-path", _folder.File("tool"), "--source", _folder.File("packages"),
                "--version", Version);
        }

        public static string Version { get; } =
            typeof(ToolCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

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

        private void Succeeds(params string[] arguments)
        {
            var run = ProgramRun.Of(ProgramRun.Dotnet, _folder.File("work"), _environment, arguments);
            Assert.AreEqual(0, run.ExitCode, $"dotnet {string.Join(' ', arguments)}: {run.Output}{run.Error}");
        }

        private static string Metadata(string key) => typeof(PackagingTests).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
    }
}
