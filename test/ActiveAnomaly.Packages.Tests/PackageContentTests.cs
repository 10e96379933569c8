using System.Diagnostics;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace ActiveAnomaly.Packages;

/// <summary>What is in the packages, and what they say of themselves.</summary>
[TestClass]
public sealed class PackageContentTests
{
    [TestMethod]
    public void Pack_OfTheSolution_GivesAPackageAndItsSymbolsOfEachProject()
    {
        string[] expected = [.. PackageProject.All.Select(project => project.Id)];

        CollectionAssert.AreEquivalent(expected, Packed.All.Packages.Keys.ToArray());
        CollectionAssert.AreEquivalent(expected, Packed.All.SymbolPackages.Keys.ToArray());
        CollectionAssert.IsSubsetOf(
            (string[])["ActiveAnomaly.Core", "ActiveAnomaly.Labeling", "ActiveAnomaly.ML", "ActiveAnomaly.Tables", "ActiveAnomaly.Tool",
                "ActiveAnomaly.TorchSharp"],
            expected);
    }

    [TestMethod]
    [DynamicData(nameof(PackageProject.Ids), typeof(PackageProject))]
    public void Package_Any_SaysWhatItIs(string id)
    {
        var package = Packed.All.Packages[id];

        Assert.AreEqual(Places.Version, package.Version);
        Assert.AreEqual("MIT", package.Said("license"));
        Assert.HasCount(Path.Exists(Places.PathOf(".git")) ? 40 : 0, package.Commit);
        Assert.IsGreaterThan(60, package.Said("description")!.Length);
        Assert.AreNotEqual("Package Description", package.Said("description"));
        CollectionAssert.IsSubsetOf(
            (string[])["anomaly-detection", "active-learning", "mlnet"], package.Said("tags")!.Split(' '));
        Assert.HasCount(package.Said("tags")!.Split(' ').Distinct().Count(), package.Said("tags")!.Split(' '));
    }

    /// <summary>A gallery shows the page of a package away from the repository, where a link to a file of it leads nowhere.</summary>
    [TestMethod]
    [DynamicData(nameof(PackageProject.Ids), typeof(PackageProject))]
    public void Readme_OfAPackage_IsItsOwnAndLinksToNoFile(string id)
    {
        var package = Packed.All.Packages[id];
        var readme = Encoding.UTF8.GetString(package.Files[package.Said("readme")!]);

        Assert.StartsWith($"# {id}\n", readme);
        Assert.DoesNotMatchRegex(@"\]\((?!https://)", readme);
    }

    [TestMethod]
    [DynamicData(nameof(PackageProject.Ids), typeof(PackageProject))]
    public void Icon_OfAPackage_IsAPictureOf128Pixels(string id)
    {
        var package = Packed.All.Packages[id];
        var icon = package.Files[package.Said("icon")!];

        // The signature of PNG, then a chunk of 13 bytes that begins with width and height.
        CollectionAssert.AreEqual((byte[])[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], icon[..8]);
        CollectionAssert.AreEqual((byte[])[0, 0, 0, 128, 0, 0, 0, 128], icon[16..24]);
    }

    /// <summary>What editors show of a member.</summary>
    [TestMethod]
    [DynamicData(nameof(PackageProject.Ids), typeof(PackageProject))]
    public void Documentation_OfALibrary_LiesBesideIt(string id)
    {
        var package = Packed.All.Packages[id];
        var libraries = PackageProject.IsTool(id) ? [] : package.OwnLibraries;
        var documented = libraries.Select(path => XElement.Load(new MemoryStream(package.Files[Path.ChangeExtension(path, ".xml")])))
            .Select(documentation => documentation.Descendants("member").Count(member => member.Element("summary") is not null));

        Assert.HasCount(PackageProject.IsTool(id) ? 0 : 1, libraries);
        Assert.IsTrue(documented.All(count => count > 5));
    }

    [TestMethod]
    [DynamicData(nameof(PackageProject.Ids), typeof(PackageProject))]
    public void Symbols_OfALibrary_AreThoseOfItsBuild(string id)
    {
        var (package, symbols) = (Packed.All.Packages[id], Packed.All.SymbolPackages[id]);
        var own = package.OwnLibraries.Where(path => symbols.Files.ContainsKey(Path.ChangeExtension(path, ".pdb"))).ToList();

        Assert.IsNotEmpty(own);
        if (!PackageProject.IsTool(id))
        {
            CollectionAssert.AreEqual(package.OwnLibraries.ToArray(), own);
        }

        foreach (var path in own)
        {
            using var library = new PEReader(new MemoryStream(package.Files[path]));
            var bytes = new MemoryStream(symbols.Files[Path.ChangeExtension(path, ".pdb")]);
            using var provider = MetadataReaderProvider.FromPortablePdbStream(bytes);
            var entry = library.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView);
            var symbolId = new BlobContentId(provider.GetMetadataReader().DebugMetadataHeader!.Id);
            Assert.AreEqual(library.ReadCodeViewDebugDirectoryData(entry).Guid, symbolId.Guid, path);
            Assert.AreEqual(entry.Stamp, symbolId.Stamp, path);
            Assert.Contains(DebugDirectoryEntryType.Reproducible, library.ReadDebugDirectory().Select(each => each.Type));
        }
    }

    /// <summary>The same sources give the same bytes in any folder.</summary>
    [TestMethod]
    [DynamicData(nameof(PackageProject.Ids), typeof(PackageProject))]
    public void Files_OfAPackage_DoNotNameTheFolderOfTheBuild(string id)
    {
        var folder = Path.TrimEndingDirectorySeparator(Places.Repository);
        var naming = Packed.All.Packages[id].Files.Concat(Packed.All.SymbolPackages[id].Files)
            .Where(file => file.Value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(folder)) >= 0
                || file.Value.AsSpan().IndexOf(Encoding.Unicode.GetBytes(folder)) >= 0)
            .Select(file => file.Key);

        Assert.IsEmpty(naming);
    }

    /// <summary>Models saved before the first release name the version 0.1.0.0, and no assembly of a lower one reads them.</summary>
    [TestMethod]
    [DynamicData(nameof(PackageProject.Ids), typeof(PackageProject))]
    public void AssemblyVersion_OfALibrary_IsTheMajorOneOrThatOfSavedModels(string id)
    {
        using var folder = new TemporaryFolder();
        var package = Packed.All.Packages[id];
        var major = package.Version.Split('.')[0];
        foreach (var path in package.OwnLibraries)
        {
            var file = folder.File(Path.GetFileName(path));
            File.WriteAllBytes(file, package.Files[path]);
            Assert.AreEqual(major == "0" ? "0.1.0.0" : $"{major}.0.0.0", AssemblyName.GetAssemblyName(file).Version!.ToString(), path);
            Assert.AreEqual(package.Version, FileVersionInfo.GetVersionInfo(file).ProductVersion!.Split('+')[0], path);
        }

        Assert.IsNotEmpty(package.OwnLibraries);
    }

    [TestMethod]
    [DynamicData(nameof(PackageProject.Tools), typeof(PackageProject))]
    public void Tool_AsPacked_BringsItsDataOnceAndNoLibtorch(string id)
    {
        var files = Packed.All.Packages[id].Files.Keys;

        Assert.HasCount(1, files.Where(path => path.EndsWith("ionosphere.csv", StringComparison.Ordinal)));
        Assert.IsEmpty(files.Where(path => path.Contains("torch", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A laptop never gets what clusters run on.</summary>
    [TestMethod]
    [DataRow("ActiveAnomaly.Tool", false)]
    [DataRow("ActiveAnomaly.Tool.Cluster", true)]
    public void Tool_AsPacked_BringsOrleansOnlyForClusters(string id, bool bringsOrleans) => Assert.AreEqual(
        bringsOrleans, Packed.All.Packages[id].Files.Keys.Any(path => path.Contains("Orleans", StringComparison.Ordinal)));

    /// <summary>It hands on libraries of others, whose licences want to be named.</summary>
    [TestMethod]
    [DynamicData(nameof(PackageProject.Tools), typeof(PackageProject))]
    public void Tool_AsPacked_NamesTheLicenceOfAllThatItBrings(string id)
    {
        var files = Packed.All.Packages[id].Files;
        using var libraries = JsonDocument.Parse(files["tools/net10.0/any/active-anomaly.deps.json"]);
        var brought = libraries.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name.Split('/')[0]);
        var named = Encoding.UTF8.GetString(files["THIRD-PARTY.md"]).Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Split('|')[1].Trim());

        CollectionAssert.AreEquivalent(brought.ToArray(), named.ToArray());
        Assert.IsTrue(files.ContainsKey("LICENSE"));
    }
}
