using System.Xml.Linq;

namespace ActiveAnomaly.Packages;

/// <summary>A project of the repository that makes a package.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Folder">The project's folder.</param>
internal sealed record PackageProject(string Id, string Folder)
{
    /// <summary>Gets all of them.</summary>
    public static IReadOnlyList<PackageProject> All { get; } =
    [
        .. Directory.GetFiles(Places.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => (Path: path, Project: XElement.Load(path)))
            .Where(project => (string?)project.Project.Descendants("IsPackable").SingleOrDefault() == "true")
            .Select(project => new PackageProject(
                (string?)project.Project.Descendants("PackageId").SingleOrDefault() ?? Path.GetFileNameWithoutExtension(project.Path),
                Path.GetDirectoryName(project.Path)!))
            .OrderBy(project => project.Id, StringComparer.Ordinal),
    ];

    /// <summary>Gets the ids, for tests of every package.</summary>
    public static IEnumerable<object[]> Ids => All.Select(project => new object[] { project.Id });

    /// <summary>Gets the ids of the tools, which are programs and no libraries.</summary>
    public static IEnumerable<object[]> Tools => Ids.Where(id => IsTool((string)id[0]));

    /// <summary>Tells whether a package is the tool, with clusters or without.</summary>
    public static bool IsTool(string id) => id is "ActiveAnomaly.Tool" or "ActiveAnomaly.Tool.Cluster";

    /// <summary>Gets what a gallery shows of the package.</summary>
    public string ReadmePath => Path.Combine(Folder, "README.md");
}
