using ActiveAnomaly.Labeling;

namespace ActiveAnomaly.Cluster;

/// <summary>Clusters depend on labelling; labelling, which a laptop has, knows nothing of clusters and of Orleans.</summary>
[TestClass]
public sealed class AssemblyReferenceTests
{
    private static readonly string[] Allowed =
        ["ActiveAnomaly.Core", "ActiveAnomaly.Labeling", "ActiveAnomaly.Tables", "Npgsql", "Orleans.", "Microsoft.AspNetCore",
            "Microsoft.OpenApi", "Microsoft.Extensions.", "System."];

    [TestMethod]
    public void References_OfCluster_AreLabelingOrleansAndTheDatabasesClient() => Assert.AreEqual(
        string.Empty,
        string.Join(", ", NamesOf(typeof(SiloHost)).Where(name => !Array.Exists(Allowed, name.StartsWith))));

    [TestMethod]
    public void References_OfLabeling_AreNotOfClusters() => Assert.IsEmpty(
        NamesOf(typeof(LabelingSession)).Where(name => name.StartsWith("Orleans", StringComparison.Ordinal)
            || name == "ActiveAnomaly.Cluster"));

    private static IEnumerable<string> NamesOf(Type type) =>
        type.Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
}
