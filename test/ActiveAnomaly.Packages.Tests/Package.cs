using System.IO.Compression;
using System.Xml.Linq;

namespace ActiveAnomaly.Packages;

/// <summary>A package's file: what it says of itself, and what is in it.</summary>
internal sealed class Package
{
    public Package(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        Files = archive.Entries.ToDictionary(entry => entry.FullName, Read);
        Nuspec = XElement.Load(new MemoryStream(Files.Single(file => file.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value));
    }

    /// <summary>Gets each file's bytes by its path in the package.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>Gets what the package says of itself.</summary>
    public XElement Nuspec { get; }

    public string Id => Said("id")!;

    public string Version => Said("version")!;

    /// <summary>Gets the commit that it was made of; nothing where that is not known.</summary>
    public string Commit => Nuspec.Descendants().Where(element => element.Name.LocalName == "repository")
        .Select(element => (string?)element.Attribute("commit")).SingleOrDefault() ?? string.Empty;

    /// <summary>Gets what it depends on, such as "Microsoft.ML 5.0.1", in the order of the names.</summary>
    public IReadOnlyList<string> Dependencies =>
    [
        .. Nuspec.Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(element => $"{(string)element.Attribute("id")!} {(string)element.Attribute("version")!}")
            .Concat(Nuspec.Descendants().Where(element => element.Name.LocalName == "frameworkReference")
                .Select(element => (string)element.Attribute("name")!))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Gets the paths of the libraries in it that are ours.</summary>
    public IReadOnlyList<string> OwnLibraries =>
    [
        .. Files.Keys.Where(path => path.EndsWith(".dll", StringComparison.Ordinal)
            && (path.Contains("ActiveAnomaly", StringComparison.Ordinal) || path.Contains("active-anomaly", StringComparison.Ordinal))),
    ];

    /// <summary>Gets what an element of the metadata says; null where there is none.</summary>
    public string? Said(string name) => Nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    public override string ToString() => Id;

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
