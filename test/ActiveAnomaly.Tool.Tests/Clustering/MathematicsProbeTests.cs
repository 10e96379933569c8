namespace ActiveAnomaly.Tool.Clustering;

[TestClass]
public sealed class MathematicsProbeTests
{
    private static readonly string Here = MathematicsProbe.Hash(Math.Exp, Math.Log, Math.Pow);

    [TestMethod]
    public void Hash_OfTheSameFunctions_IsTheSame()
    {
        Assert.AreEqual(Here, MathematicsProbe.Hash(x => Math.Exp(x), x => Math.Log(x), (x, y) => Math.Pow(x, y)));
        Assert.EndsWith(Here, MathematicsProbe.Name);
    }

    [TestMethod]
    public void Hash_WhereOneFunctionDiffersInALastBitNowAndThen_IsAnother()
    {
        Assert.AreNotEqual(Here, MathematicsProbe.Hash(x => NowAndThen(Math.Exp(x)), Math.Log, Math.Pow));
        Assert.AreNotEqual(Here, MathematicsProbe.Hash(Math.Exp, x => NowAndThen(Math.Log(x)), Math.Pow));
        Assert.AreNotEqual(Here, MathematicsProbe.Hash(Math.Exp, Math.Log, (x, y) => NowAndThen(Math.Pow(x, y))));
    }

    /// <summary>Moves one of some thousand values, by one bit.</summary>
    private static double NowAndThen(double value) =>
        BitConverter.DoubleToInt64Bits(value) % 4099 == 0 ? Math.BitIncrement(value) : value;
}
