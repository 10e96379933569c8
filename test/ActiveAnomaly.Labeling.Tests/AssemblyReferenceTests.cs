using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>The stores depend on the core and on their databases' clients, not on the ML.NET layer or an engine.</summary>
[TestClass]
public sealed class AssemblyReferenceTests
{
    private static readonly string[] References =
        [.. typeof(SqliteSessionStore).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];

    [TestMethod]
    public void References_OfLabeling_AreCoreDatabaseClientsAndSystemOnly() => Assert.IsEmpty(References.Where(
        name => !name.StartsWith("System.", StringComparison.Ordinal)
            && name is not ("ActiveAnomaly.Core" or "Microsoft.Data.Sqlite" or "SQLitePCLRaw.core" or "Npgsql")));

    [TestMethod]
    public void References_OfLabeling_IncludeTheCore() => Assert.Contains("ActiveAnomaly.Core", References);
}
