namespace ActiveAnomaly.Sessions;

[TestClass]
public sealed class SessionOptionsTests
{
    [TestMethod]
    [DataRow(2, 6)]
    [DataRow(499, 6)]
    [DataRow(500, 5)]
    [DataRow(1831, 18)]
    [DataRow(100000, 1000)]
    public void DefaultBudget_AnyRowCount_IsThePapersRule(int rowCount, int expected) =>
        Assert.AreEqual(expected, SessionOptions.DefaultBudget(rowCount));

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    public void Validate_BudgetBelowOne_Throws(int budget) => Assert.AreEqual(
        "options.BudgetPerStage",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SessionOptions { BudgetPerStage = budget }.Validate()).ParamName);

    [TestMethod]
    public void Validate_UnknownPseudoAbnormalUse_Throws() => Assert.AreEqual(
        "options.PseudoAbnormal",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new SessionOptions { PseudoAbnormal = (PseudoAbnormalUse)9 }.Validate()).ParamName);
}
