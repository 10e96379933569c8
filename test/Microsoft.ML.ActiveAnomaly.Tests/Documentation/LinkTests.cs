using System.Text.RegularExpressions;

namespace Microsoft.ML.ActiveAnomaly.Tests.Documentation;

[TestClass]
public sealed partial class LinkTests
{
    public static IEnumerable<object[]> Documents =>
        Directory.EnumerateFiles(RepositoryFiles.Root, "*.md")
            .Concat(
                ((string[])["docs", "build", "src"]).SelectMany(
                    folder => Directory.EnumerateFiles(RepositoryFiles.PathOf(folder), "*.md", SearchOption.AllDirectories)))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(path => new object[] { Path.GetRelativePath(RepositoryFiles.Root, path) });

    [TestMethod]
    [DynamicData(nameof(Documents))]
    public void Links_OfADocument_LeadToFiles(string document)
    {
        var path = RepositoryFiles.PathOf(document);
        var missing = Link().Matches(File.ReadAllText(path))
            .Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target)))
            .ToList();
        Assert.IsEmpty(missing, $"{document} links to {string.Join(", ", missing)}");
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
