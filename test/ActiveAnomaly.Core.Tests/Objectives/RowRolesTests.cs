using ActiveAnomaly.Data;

namespace ActiveAnomaly.Objectives;

[TestClass]
public sealed class RowRolesTests
{
    private static PoolLabels Labels => PoolLabels.Copy([RowLabel.Unlabeled, RowLabel.Normal, RowLabel.Abnormal, RowLabel.Unlabeled]);

    [TestMethod]
    public void Of_LabelsAndPseudoAbnormalRows_GivesEachRowItsRole() => Assert.AreSequenceEqual(
        new[] { RowRole.Unlabeled, RowRole.Normal, RowRole.Abnormal, RowRole.PseudoAbnormal }, RowRoles.Of(Labels, [3]).Values.ToArray());

    [TestMethod]
    [DataRow(-1)]
    [DataRow(4)]
    [DataRow(1)]
    [DataRow(2)]
    public void Of_RowThatCannotBePseudoAbnormal_ThrowsNamingIt(int row) =>
        Assert.Contains($"Row {row} ", Assert.ThrowsExactly<ArgumentException>(() => RowRoles.Of(Labels, [row])).Message);
}
