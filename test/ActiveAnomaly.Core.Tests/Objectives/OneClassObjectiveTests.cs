using ActiveAnomaly.Data;

namespace ActiveAnomaly.Objectives;

/// <summary>Hand arithmetic with h = 1 and c = 0: codes 2, -1, 1, 4 have scores 4, 1, 1, 16.</summary>
[TestClass]
public sealed class OneClassObjectiveTests
{
    private static readonly float[] Codes = [2, -1, 1, 4];

    /// <summary>Rows: unlabelled, normal, abnormal, pseudo-abnormal.</summary>
    private static RowRoles Roles =>
        RowRoles.Of(PoolLabels.Copy([RowLabel.Unlabeled, RowLabel.Normal, RowLabel.Abnormal, RowLabel.Unlabeled]), [3]);

    [TestMethod]
    public void Evaluate_Unlabeled_IsTheMeanScore() =>
        Assert.AreEqual(
            (4 + 1 + 1 + 16) / 4f,
            ObjectiveRun.Of(Objective(RowRoles.Of(PoolLabels.None(4), []), true, RejectionMean.AllRows), Codes).Loss);

    [TestMethod]
    public void Evaluate_Unlabeled_GradientIsTwiceTheDifferenceOverTheCount() => Assert.AreSequenceEqual(
        new[] { 2 * 2 / 4f, 2 * -1 / 4f, 2 * 1 / 4f, 2 * 4 / 4f },
        ObjectiveRun.Of(Objective(RowRoles.Of(PoolLabels.None(4), []), true, RejectionMean.AllRows), Codes).Gradient);

    [TestMethod]
    public void Evaluate_Rejecting_LeavesOutAbnormalAndPseudoAbnormalRows() =>
        Assert.AreEqual((4 + 1) / 4f, ObjectiveRun.Of(Objective(Roles, true, RejectionMean.AllRows), Codes).Loss);

    [TestMethod]
    public void Evaluate_Rejecting_GivesRejectedRowsNoGradient() => Assert.AreSequenceEqual(
        new[] { 2 * 2 / 4f, 2 * -1 / 4f, 0, 0 }, ObjectiveRun.Of(Objective(Roles, true, RejectionMean.AllRows), Codes).Gradient);

    [TestMethod]
    public void Evaluate_CountedRows_DividesByTheRowsThatCount() =>
        Assert.AreEqual((4 + 1) / 2f, ObjectiveRun.Of(Objective(Roles, true, RejectionMean.CountedRows), Codes).Loss);

    [TestMethod]
    public void Evaluate_CountedRows_GradientIsDividedByTheRowsThatCount() => Assert.AreSequenceEqual(
        new[] { 2 * 2 / 2f, 2 * -1 / 2f, 0, 0 }, ObjectiveRun.Of(Objective(Roles, true, RejectionMean.CountedRows), Codes).Gradient);

    [TestMethod]
    public void Evaluate_NotRejecting_CountsAbnormalRowsButNoPseudoAbnormalOnes() =>
        Assert.AreEqual((4 + 1 + 1) / 4f, ObjectiveRun.Of(Objective(Roles, false, RejectionMean.AllRows), Codes).Loss);

    [TestMethod]
    public void Evaluate_NoRowCounts_IsZero()
    {
        var roles = RowRoles.Of(PoolLabels.Copy([RowLabel.Abnormal, RowLabel.Abnormal]), []);
        Assert.AreEqual(0f, ObjectiveRun.Of(Objective(roles, true, RejectionMean.CountedRows), 3, 4).Loss);
    }

    private static OneClassObjective Objective(RowRoles roles, bool rejectAbnormal, RejectionMean mean) =>
        new(ObjectiveRun.Scores, roles, rejectAbnormal, mean);
}
