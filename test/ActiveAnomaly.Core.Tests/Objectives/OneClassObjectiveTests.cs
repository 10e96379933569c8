using ActiveAnomaly.Data;

namespace ActiveAnomaly.Objectives;

/// <summary>Hand arithmetic with h = 1 and c = 1: codes 3, 0, 2, 5 have scores 4, 1, 1, 16.</summary>
[TestClass]
public sealed class OneClassObjectiveTests
{
    private static readonly float[] Codes = [3, 0, 2, 5];

    /// <summary>Rows: unlabelled, normal, abnormal, pseudo-abnormal.</summary>
    private static RowRoles Roles => RowRoles.Of(PoolLabels.Copy([RowLabel.Unlabeled, RowLabel.Normal, RowLabel.Abnormal, RowLabel.Unlabeled]), [3]);

    [TestMethod]
    public void Evaluate_Unlabeled_IsTheMeanScore() =>
        Assert.AreEqual((4 + 1 + 1 + 16) / 4f, ObjectiveRun.Of(Objective(RowRoles.Of(PoolLabels.None(4), []), true, RejectionMean.AllRows), Codes).Loss);

    [TestMethod]
    public void Evaluate_Unlabeled_GradientIsTwiceTheDifferenceOverTheCount() => Assert.AreSequenceEqual(
        new[] { 2 * 2 / 4f, 2 * -1 / 4f, 2 * 1 / 4f, 2 * 4 / 4f }, ObjectiveRun.Of(Objective(RowRoles.Of(PoolLabels.None(4), []), true, RejectionMean.AllRows), Codes).Gradient);

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

    [TestMethod]
    public void Constructor_EmptyCenter_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => new OneClassObjective([], Roles, true, RejectionMean.AllRows));

    [TestMethod]
    public void Center_AfterTheCallersArrayChanged_StaysTheSame()
    {
        float[] center = [1f];
        var objective = new OneClassObjective(center, Roles, true, RejectionMean.AllRows);
        center[0] = 2f;
        Assert.AreEqual(1f, objective.Center[0]);
    }

    private static OneClassObjective Objective(RowRoles roles, bool rejectAbnormal, RejectionMean mean) => new([1f], roles, rejectAbnormal, mean);
}
