using System.Reflection;
using System.Text.RegularExpressions;
using ActiveAnomaly.Detectors;

namespace Microsoft.ML.ActiveAnomaly.Tests.Documentation;

/// <summary>What documents call `Type.Member` is there.</summary>
[TestClass]
public sealed partial class NameTests
{
    private static readonly ILookup<string, Type> Types = ((Assembly[])[typeof(Detector).Assembly, typeof(DetectorTrainer).Assembly])
        .SelectMany(assembly => assembly.GetExportedTypes())
        .ToLookup(type => type.Name.Split('`')[0]);

    [TestMethod]
    [DynamicData(nameof(LinkTests.Documents), typeof(LinkTests))]
    public void Members_OfADocument_AreThere(string document)
    {
        var missing = QualifiedName().Matches(File.ReadAllText(RepositoryFiles.PathOf(document)))
            .Where(match => Types.Contains(match.Groups["type"].Value))
            .Where(match => !Types[match.Groups["type"].Value].Any(type => type.GetMember(match.Groups["member"].Value).Length > 0))
            .Select(match => match.Value)
            .ToList();
        Assert.IsEmpty(missing, $"{document} names {string.Join(", ", missing)}");
    }

    [TestMethod]
    public void Types_OfTheGlossary_AreThere()
    {
        var missing = QuotedName().Matches(File.ReadAllText(RepositoryFiles.PathOf("docs", "glossary.md")))
            .Select(match => match.Groups["type"].Value)
            .Where(type => !Types.Contains(type))
            .ToList();
        Assert.IsEmpty(missing, $"The glossary names {string.Join(", ", missing)}");
    }

    [GeneratedRegex(@"\b(?<type>[A-Z]\w+)\.(?<member>[A-Z]\w*)(?!\w|\.md|\.cs)")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"`(?<type>[A-Z]\w+)(\.\w+)?`")]
    private static partial Regex QuotedName();
}
