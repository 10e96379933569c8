namespace ActiveAnomaly.Packages;

/// <summary>All packages of the solution, packed once.</summary>
internal sealed class Packed : IDisposable
{
    private static readonly Lazy<Packed> Once = new(() => new Packed());
    private readonly TemporaryFolder _folder = new();

    private Packed()
    {
        Folder = _folder.File("packages");
        Places.Dotnet(
            Places.Repository, Places.Environment, "pack", "ActiveAnomaly.sln", "--no-build", "--configuration", Places.Configuration,
            "--output", Folder, $"-p:MinVerVersionOverride={Places.Version}", "-nodeReuse:false", "-warnaserror");
        Packages = Directory.GetFiles(Folder, "*.nupkg").Select(path => new Package(path)).ToDictionary(package => package.Id);
        SymbolPackages = Directory.GetFiles(Folder, "*.snupkg").Select(path => new Package(path)).ToDictionary(package => package.Id);
    }

    /// <summary>Gets what was packed; the first call packs.</summary>
    public static Packed All => Once.Value;

    /// <summary>Gets the folder that the packages lie in.</summary>
    public string Folder { get; }

    /// <summary>Gets the packages by their ids.</summary>
    public IReadOnlyDictionary<string, Package> Packages { get; }

    /// <summary>Gets the packages of symbols, by the ids of what they are the symbols of.</summary>
    public IReadOnlyDictionary<string, Package> SymbolPackages { get; }

    /// <summary>Removes the packages, where there are any.</summary>
    public static void CleanUp()
    {
        if (Once.IsValueCreated)
        {
            Once.Value.Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();
}
