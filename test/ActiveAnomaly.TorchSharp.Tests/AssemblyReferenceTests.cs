namespace ActiveAnomaly.Torch;

/// <summary>The engine depends on the core and on TorchSharp, not on the ML.NET layer.</summary>
[TestClass]
public sealed class AssemblyReferenceTests
{
    private static readonly string[] References =
        [.. typeof(TorchEngine).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];

    [TestMethod]
    public void References_OfTheEngine_AreCoreTorchSharpAndSystemOnly() => Assert.IsEmpty(
        References.Where(
            name => !name.StartsWith("System.", StringComparison.Ordinal) && name is not ("ActiveAnomaly.Core" or "TorchSharp")));

    [TestMethod]
    public void References_OfTheEngine_IncludeTheCore() => Assert.Contains("ActiveAnomaly.Core", References);
}
