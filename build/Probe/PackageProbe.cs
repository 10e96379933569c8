using System.Text.Json;

namespace ActiveAnomaly.Build;

/// <summary>Finds out which of the packages that a registry may lack restore here, says it, and tells the build.</summary>
public static class PackageProbe
{
    /// <summary>Probes, prints two lines, and writes artifacts/package-situation.props, which Directory.Build.props imports.</summary>
    public static void Run(Repository repository)
    {
        var mlNet = Restore(repository, "MlNet", "Microsoft.ML");
        var torch = Restore(repository, "Torch", "TorchSharp");
        Console.WriteLine(mlNet is null ? "ML.NET: stand-in (Microsoft.ML did not restore)" : $"ML.NET: Microsoft.ML {mlNet} (package)");
        Console.WriteLine(torch is null ? "Torch: none (TorchSharp did not restore)" : $"Torch: TorchSharp {torch} (package)");
        Tell(repository, mlNet is null ? "stand-in" : "package", torch is null ? "none" : "package");
    }

    private static string? Restore(Repository repository, string probe, string package)
    {
        var folder = repository.PathOf("build", "Probes", probe);
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        if (File.Exists(assets))
        {
            File.Delete(assets);
        }

        var exitCode = repository.DotnetQuietly(
            repository.PathOf("artifacts", "probe", probe + ".log"), "restore", Path.Combine(folder, probe + ".csproj"), "--force", "--verbosity", "minimal");
        return exitCode == 0 && File.Exists(assets) ? ResolvedVersion(assets, package) : null;
    }

    private static string? ResolvedVersion(string assets, string package)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(assets));
        foreach (var library in json.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (library.Name.StartsWith(package + "/", StringComparison.OrdinalIgnoreCase))
            {
                return library.Name[(package.Length + 1)..];
            }
        }

        return null;
    }

    private static void Tell(Repository repository, string mlNet, string torch)
    {
        var path = repository.PathOf("artifacts", "package-situation.props");
        var text = $"""
            <Project>
              <!-- Written by build/Probe. A property given on the command line wins. -->
              <PropertyGroup>
                <MlNet Condition="'$(MlNet)' == ''">{mlNet}</MlNet>
                <Torch Condition="'$(Torch)' == ''">{torch}</Torch>
              </PropertyGroup>
            </Project>

            """;
        if (File.Exists(path) && File.ReadAllText(path) == text)
        {
            return;
        }

        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }
}
