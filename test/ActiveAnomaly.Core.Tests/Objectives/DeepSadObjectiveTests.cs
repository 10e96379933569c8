using ActiveAnomaly.Data;

namespace ActiveAnomaly.Objectives;

/// <summary>Hand arithmetic with h = 1 and c = 0: codes 1, 2, 2, 3 have scores 1, 4, 4, 9.</summary>
[TestClass]
public sealed class DeepSadObjectiveTests
{
    /// <summary>A few roundings of numbers near 1.</summary>
    private const double Tolerance = 1e-6;

    private static readonly float[] Codes = [1, 2, 2, 3];

    /// <summary>Rows: unlabelled, normal, abnormal, pseudo-abnormal.</summary>
    private static RowRoles Roles =>
        RowRoles.Of(PoolLabels.Copy([RowLabel.Unlabeled, RowLabel.Normal, RowLabel.Abnormal, RowLabel.Unlabeled]), [3]);

    [TestMethod]
    public void Evaluate_EtaOne_AddsScoresAndTheInverseOfAbnormalOnes() =>
        Assert.AreEqual(
            (1 + 4 + (1 / 4.000001)) / 4,
            ObjectiveRun.Of(new DeepSadObjective(ObjectiveRun.Scores, Roles, 1f), Codes).Loss,
            Tolerance);

    [TestMethod]
    public void Evaluate_EtaThree_WeightsLabeledRowsOfBothKinds() =>
        Assert.AreEqual(
            (1 + (3 * 4) + (3 / 4.000001)) / 4,
            ObjectiveRun.Of(new DeepSadObjective(ObjectiveRun.Scores, Roles, 3f), Codes).Loss,
            Tolerance);

    [TestMethod]
    public void Evaluate_AbnormalRow_IsPushedAway() =>
        Assert.AreEqual(
            -3 / (4.000001 * 4.000001) / 4 * 2 * 2,
            ObjectiveRun.Of(new DeepSadObjective(ObjectiveRun.Scores, Roles, 3f), Codes).Gradient[2],
            Tolerance);

    [TestMethod]
    public void Evaluate_NormalRow_IsPulledWithEta() =>
        Assert.AreEqual(
            3 * 2 * 2 / 4f,
            ObjectiveRun.Of(new DeepSadObjective(ObjectiveRun.Scores, Roles, 3f), Codes).Gradient[1],
            Tolerance);

    [TestMethod]
    public void Evaluate_PseudoAbnormalRow_HasNoGradient() =>
        Assert.AreEqual(0f, ObjectiveRun.Of(new DeepSadObjective(ObjectiveRun.Scores, Roles, 3f), Codes).Gradient[3]);

    [TestMethod]
    public void Evaluate_AbnormalRowAtTheCenter_StaysFinite() =>
        Assert.IsTrue(float.IsFinite(ObjectiveRun.Of(new DeepSadObjective(ObjectiveRun.Scores, Roles, 1f), 1, 2, 0, 3).Loss));

    [TestMethod]
    public void Evaluate_AbnormalRowAtTheCenter_HasAFiniteGradient() =>
        Assert.AreEqual(0f, ObjectiveRun.Of(new DeepSadObjective(ObjectiveRun.Scores, Roles, 1f), 1, 2, 0, 3).Gradient[2]);

    [TestMethod]
    [DataRow(0f)]
    [DataRow(-1f)]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Constructor_EtaOutOfRange_Throws(float eta) =>
        Assert.AreEqual(
            "eta",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DeepSadObjective(ObjectiveRun.Scores, Roles, eta)).ParamName);
}
