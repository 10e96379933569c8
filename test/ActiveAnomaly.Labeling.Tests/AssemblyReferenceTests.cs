using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>Labelling depends on the core, the ML.NET layer, ONNX, tables and databases' clients, and not on an engine.</summary>
[TestClass]
public sealed class AssemblyReferenceTests
{
    private static readonly string[] References =
        [.. typeof(SqliteSessionStore).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];

    private static readonly string[] Allowed =
    [
        "ActiveAnomaly.Core", "ActiveAnomaly.Onnx", "ActiveAnomaly.Tables", "Microsoft.ML", "Parquet", "Microsoft.Data.Sqlite",
        "SQLitePCLRaw.core", "Npgsql", "Microsoft.OpenApi",
    ];

    [TestMethod]
    public void References_OfLabeling_AreTheLibraryFilesDatabaseClientsAndSystemOnly() => Assert.AreEqual(
        string.Empty, string.Join(", ", References.Where(name => !Array.Exists(Allowed, name.StartsWith) && !OfSystem(name))));

    [TestMethod]
    public void References_OfLabeling_IncludeTheCore() => Assert.Contains("ActiveAnomaly.Core", References);

    private static bool OfSystem(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name == "Microsoft.Net.Http.Headers";
}
