using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Data;

/// <summary>Twenty rows, every fifth abnormal: 16 normal and 4 abnormal ones.</summary>
[TestClass]
public sealed class PollutionTests
{
    private static readonly bool[] Truth = [.. Enumerable.Range(0, 20).Select(row => row % 5 == 0)];

    [TestMethod]
    [DataRow(0.0, 0)]
    [DataRow(0.05, 1)] // 0.0526 * 16 = 0.84
    [DataRow(0.1, 2)] // 0.111 * 16 = 1.78
    [DataRow(0.2, 4)]
    [DataRow(0.9, 4)] // above the data's own share
    public void Rows_AnyRatio_KeepsThatManyAbnormalRows(double ratio, int expected) =>
        Assert.AreEqual(expected, Rows(ratio).Count(row => Truth[row]));

    [TestMethod]
    public void Rows_AnyRatio_KeepsAllNormalRows() => Assert.AreEqual(16, Rows(0.1).Count(row => !Truth[row]));

    [TestMethod]
    public void Rows_AnyRatio_AreAscendingAndDifferent() => Assert.AreSequenceEqual(Rows(0.1).Distinct().Order(), Rows(0.1));

    [TestMethod]
    public void Rows_SomeSeeds_KeepOtherAbnormalRows() =>
        Assert.AreEqual(4, Enumerable.Range(0, 50).SelectMany(seed => Rows(0.05, seed).Where(row => Truth[row])).Distinct().Count());

    [TestMethod]
    [DataRow(-0.1)]
    [DataRow(1.0)]
    [DataRow(double.NaN)]
    public void Rows_RatioOutOfRange_Throws(double ratio) =>
        Assert.AreEqual("ratio", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Rows(ratio)).ParamName);

    private static int[] Rows(double ratio, long seed = 1) => Pollution.Rows(Truth, ratio, new SeededRandom(seed));
}
