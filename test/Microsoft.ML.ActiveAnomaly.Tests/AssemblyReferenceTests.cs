using System.Reflection;
using ActiveAnomaly.Detectors;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>The layers depend on what the conventions allow, and on nothing else.</summary>
[TestClass]
public sealed class AssemblyReferenceTests
{
    [TestMethod]
    public void References_OfTheLayer_AreCoreMlNetAndSystemOnly() => Assert.IsEmpty(References(typeof(DetectorTrainer).Assembly)
        .Where(name => !IsSystem(name) && !IsMlNet(name) && name != "ActiveAnomaly.Core"));

    [TestMethod]
    public void References_OfTheLayer_IncludeTheCore() =>
        Assert.Contains("ActiveAnomaly.Core", References(typeof(DetectorTrainer).Assembly));

    [TestMethod]
    public void References_OfTheCore_AreSystemOnly() =>
        Assert.IsEmpty(References(typeof(Detector).Assembly).Where(name => !IsSystem(name)));

    private static string[] References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];

    private static bool IsSystem(string name) => name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "netstandard";

    /// <summary>Microsoft.ML.DataView and the like; never this repository's own Microsoft.ML.ActiveAnomaly.</summary>
    private static bool IsMlNet(string name) =>
        name == "Microsoft.ML" || (
            name.StartsWith("Microsoft.ML.", StringComparison.Ordinal) && !name.Contains("TorchSharp", StringComparison.Ordinal));
}
