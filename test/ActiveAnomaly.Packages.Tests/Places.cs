using System.Diagnostics;
using System.Reflection;

namespace ActiveAnomaly.Packages;

/// <summary>Where the tests find what they pack, and what they pack it with.</summary>
internal static class Places
{
    /// <summary>Gets the root of the repository, with a separator at its end.</summary>
    public static string Repository { get; } = Metadata("Repository");

    /// <summary>Gets the configuration that the tests, and what they pack, were built in.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>Gets the folder of the packages that this machine has: what the build needed, and perhaps old ones of ours.</summary>
    public static string PackageFolder { get; } = Metadata("PackageFolder");

    /// <summary>Gets the version that was built. A commit since then would give the packages another.</summary>
    public static string Version { get; } = FileVersionInfo.GetVersionInfo(
        PathOf("src", "ActiveAnomaly.Core", "bin", Configuration, "net10.0", "ActiveAnomaly.Core.dll")).ProductVersion!.Split('+')[0];

    /// <summary>Gets what a dotnet command gets of environment. Nothing that outlives it may hold files of the checkout.</summary>
    public static Dictionary<string, string> Environment { get; } = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    /// <summary>Gets the path of a file of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Repository, .. parts]);

    /// <summary>Runs a dotnet command, which must succeed.</summary>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="environment">What differs from this process's environment.</param>
    /// <param name="arguments">The words of its command line.</param>
    public static void Dotnet(string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        var run = ProgramRun.Of(ProgramRun.Dotnet, folder, environment, arguments);
        Assert.AreEqual(0, run.ExitCode, $"dotnet {string.Join(' ', arguments)}: {run.Output}{run.Error}");
    }

    private static string Metadata(string key) => typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
