namespace ActiveAnomaly.Tables;

/// <summary>Reading tables depends on the core, on what files are read with, and on ML.NET's data views alone.</summary>
[TestClass]
public sealed class AssemblyReferenceTests
{
    private static readonly HashSet<string> Allowed =
        ["ActiveAnomaly.Core", "ICSharpCode.SharpZipLib", "Microsoft.ML.DataView", "Parquet", "Sep", "ZstdSharp"];

    private static readonly string[] References =
        [.. typeof(TableReader).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];

    [TestMethod]
    public void References_OfTheTables_AreThoseAlone() => Assert.IsEmpty(
        References.Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !Allowed.Contains(name)));

    [TestMethod]
    public void References_OfTheTables_IncludeTheCore() => Assert.Contains("ActiveAnomaly.Core", References);
}
