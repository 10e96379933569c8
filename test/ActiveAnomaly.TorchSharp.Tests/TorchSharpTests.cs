namespace ActiveAnomaly.Torch;

/// <summary>Stands for all tests of the TorchSharp engine where it is left out of the build.</summary>
[TestClass]
public sealed class TorchSharpTests
{
    [TestMethod]
    public void AllTests_WithoutTorchSharp_AreSkipped() => Assert.Inconclusive("TorchSharp did not restore on this machine");
}
