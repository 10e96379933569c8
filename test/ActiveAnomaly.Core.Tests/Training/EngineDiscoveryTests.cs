namespace ActiveAnomaly.Training;

/// <summary>This project does not reference the TorchSharp engine, so these tests see an application without it.</summary>
[TestClass]
public sealed class EngineDiscoveryTests
{
    [TestMethod]
    public void FindTorch_Absent_IsNull() => Assert.IsNull(EngineDiscovery.FindTorch());

    [TestMethod]
    public void RequireTorch_Absent_ThrowsNamingThePackage() =>
        Assert.Contains(
            "Add the package ActiveAnomaly.TorchSharp",
            Assert.ThrowsExactly<InvalidOperationException>(() => EngineDiscovery.RequireTorch()).Message);
}
