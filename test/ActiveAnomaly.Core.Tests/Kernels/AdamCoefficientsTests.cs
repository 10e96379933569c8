namespace ActiveAnomaly.Kernels;

[TestClass]
public sealed class AdamCoefficientsTests
{
    /// <summary>One rounding to single.</summary>
    private const double Unit = 1.0 / (1 << 24);

    [TestMethod]
    public void NegativeStepSize_FirstStep_UndoesTheFirstMomentsBias() =>
        Assert.AreEqual(-1e-3 / 0.1, new AdamCoefficients(1e-3, 0.9, 0.999, 1e-8, 0, 1).NegativeStepSize, 1e-2 * Unit);

    [TestMethod]
    public void InverseSecondCorrection_SecondStep_UndoesTheSecondMomentsBias() =>
        Assert.AreEqual(
            1 / Math.Sqrt(1 - (0.999 * 0.999)),
            new AdamCoefficients(1e-3, 0.9, 0.999, 1e-8, 0, 2).InverseSecondCorrection,
            32 * Unit);

    [TestMethod]
    public void OneMinusBeta2_Always_IsRoundedOnce() =>
        Assert.AreEqual((float)(1 - 0.999), new AdamCoefficients(1e-3, 0.9, 0.999, 1e-8, 0, 1).OneMinusBeta2);
}
