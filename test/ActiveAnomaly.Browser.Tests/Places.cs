using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ActiveAnomaly.Browser;

/// <summary>Where the tests find what they drive.</summary>
internal static class Places
{
    /// <summary>Gets the program that runs .NET programs.</summary>
    public static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>Gets the root of the repository.</summary>
    public static string Repository { get; } = Metadata("Repository");

    /// <summary>Gets the folder that pictures are written to.</summary>
    public static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(Repository, "artifacts", "browser")).FullName;

    /// <summary>Gets the tool, as it was built with the tests.</summary>
    public static string Tool { get; } = Path.Combine(
        Repository, "src", "ActiveAnomaly.Tool", "bin", Metadata("Configuration"), "net10.0", "active-anomaly.dll");

    /// <summary>Gets the shipped table.</summary>
    public static string Ionosphere { get; } = Path.Combine(Repository, "src", "Examples", "Data", "ionosphere.csv");

    /// <summary>Gets the browser, or null where Debian's Chromium is not installed.</summary>
    public static string? Chromium { get; } =
        Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);

    /// <summary>
    /// Gets how long a person looks at a row, for measuring: the milliseconds that ACTIVE_ANOMALY_PACE says, and else no time at all.
    /// </summary>
    public static TimeSpan Pace { get; } = TimeSpan.FromMilliseconds(
        int.Parse(Environment.GetEnvironmentVariable("ACTIVE_ANOMALY_PACE") ?? "0", CultureInfo.InvariantCulture));

    private static string Metadata(string key) => typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
