namespace ActiveAnomaly.Onnx;

/// <summary>Writing ONNX depends on the core, on ML.NET, and on what the format is written with.</summary>
[TestClass]
public sealed class AssemblyReferenceTests
{
    private static readonly HashSet<string> Allowed = ["ActiveAnomaly.Core", "Google.Protobuf", "OnnxSharp", "netstandard"];

    private static readonly string[] References =
        [.. typeof(OnnxExport).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];

    [TestMethod]
    public void References_OfOnnx_AreThoseAlone() => Assert.IsEmpty(References.Where(
        name => !name.StartsWith("System.", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.ML", StringComparison.Ordinal)
            && !Allowed.Contains(name)));

    [TestMethod]
    public void References_OfOnnx_IncludeTheCore() => Assert.Contains("ActiveAnomaly.Core", References);
}
