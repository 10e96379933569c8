namespace ActiveAnomaly.Tool;

[TestClass]
public sealed class SignedNumberTests
{
    [TestMethod]
    [DataRow(1.25, 1, "+1.3")]
    [DataRow(-1.26, 1, "-1.3")]
    [DataRow(0.05, 1, "+0.1")]
    [DataRow(0.04, 1, "0.0")]
    [DataRow(-0.04, 1, "0.0")]
    [DataRow(-0.0, 1, "0.0")]
    [DataRow(0.0, 3, "0.000")]
    [DataRow(-0.0004, 3, "0.000")]
    [DataRow(-0.0006, 3, "-0.001")]
    [DataRow(12.3456, 3, "+12.346")]
    [DataRow(double.NaN, 3, "-")]
    public void Text_Differences_HaveASignWhereTheyAreNotZero(double value, int decimals, string expected) =>
        Assert.AreEqual(expected, SignedNumber.Text(value, decimals));
}
