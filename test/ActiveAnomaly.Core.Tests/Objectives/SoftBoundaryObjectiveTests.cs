using ActiveAnomaly.Data;

namespace ActiveAnomaly.Objectives;

/// <summary>Hand arithmetic with h = 1 and c = 0: codes 1, 2, 3, 4 have scores 1, 4, 9, 16 and distances 1, 2, 3, 4.</summary>
[TestClass]
public sealed class SoftBoundaryObjectiveTests
{
    private static readonly float[] Codes = [1, 2, 3, 4];

    private static RowRoles Unlabeled => RowRoles.Of(PoolLabels.None(4), []);

    [TestMethod]
    public void Evaluate_RadiusZero_IsTheMeanScoreOverNu() =>
        Assert.AreEqual((1 + 4 + 9 + 16) / 4f / 0.5f, ObjectiveRun.Of(Objective(), Codes).Loss);

    [TestMethod]
    public void Evaluate_WithRadius_CountsTheExcessOnly()
    {
        var objective = Objective();
        objective.Radius = 2.5f;
        Assert.AreEqual(6.25f + ((9 - 6.25f + 16 - 6.25f) / 4f / 0.5f), ObjectiveRun.Of(objective, Codes).Loss);
    }

    [TestMethod]
    public void Evaluate_WithRadius_GivesRowsInsideNoGradient()
    {
        var objective = Objective();
        objective.Radius = 2.5f;
        Assert.AreSequenceEqual(new[] { 0, 0, 2 * 3 / 4f / 0.5f, 2 * 4 / 4f / 0.5f }, ObjectiveRun.Of(objective, Codes).Gradient);
    }

    [TestMethod]
    public void Evaluate_RowOnTheBoundary_GivesItNoGradient()
    {
        var objective = Objective();
        objective.Radius = 3f;
        Assert.AreEqual(0f, ObjectiveRun.Of(objective, Codes).Gradient[2]);
    }

    [TestMethod]
    public void Evaluate_Rejecting_LeavesOutAbnormalRows()
    {
        var roles = RowRoles.Of(PoolLabels.Copy([RowLabel.Unlabeled, RowLabel.Unlabeled, RowLabel.Unlabeled, RowLabel.Abnormal]), [2]);
        var objective = new SoftBoundaryObjective(ObjectiveRun.Scores, roles, rejectAbnormal: true, RejectionMean.CountedRows, 0.5f, 10);
        Assert.AreEqual((1 + 4) / 2f / 0.5f, ObjectiveRun.Of(objective, Codes).Loss);
    }

    [TestMethod]
    public void Radius_WhileWarmingUp_StaysZero()
    {
        var objective = Objective();
        objective.BeginEpoch(9);
        ObjectiveRun.Of(objective, Codes);
        Assert.AreEqual(0f, objective.Radius);
    }

    [TestMethod]
    public void Radius_AfterWarmUp_IsTheMinibatchsQuantile()
    {
        var objective = Objective();
        objective.BeginEpoch(10);
        ObjectiveRun.Of(objective, Codes);

        // The 0.5 quantile of 1, 2, 3, 4.
        Assert.AreEqual(2.5f, objective.Radius);
    }

    [TestMethod]
    public void Radius_OfAnotherNu_IsTheOneMinusNuQuantile()
    {
        var objective = new SoftBoundaryObjective(ObjectiveRun.Scores, Unlabeled, rejectAbnormal: true, RejectionMean.AllRows, 0.25f, 0);
        ObjectiveRun.Of(objective, Codes);

        // Rank 0.75 * 3 = 2.25 of 1, 2, 3, 4.
        Assert.AreEqual(3.25f, objective.Radius);
    }

    [TestMethod]
    public void Radius_OfAMinibatchInAnyOrder_IsTheSame()
    {
        var objective = new SoftBoundaryObjective(ObjectiveRun.Scores, Unlabeled, rejectAbnormal: true, RejectionMean.AllRows, 0.25f, 0);
        ObjectiveRun.Of(objective, 4, 1, 3, 2);
        Assert.AreEqual(3.25f, objective.Radius);
    }

    [TestMethod]
    public void Evaluate_FirstWarmMinibatch_UsesTheRadiusBefore()
    {
        var objective = Objective();
        objective.BeginEpoch(10);
        Assert.AreEqual((1 + 4 + 9 + 16) / 4f / 0.5f, ObjectiveRun.Of(objective, Codes).Loss);
    }

    [TestMethod]
    public void Evaluate_SecondWarmMinibatch_UsesTheRadiusOfTheFirst()
    {
        var objective = Objective();
        objective.BeginEpoch(10);
        ObjectiveRun.Of(objective, Codes);
        Assert.AreEqual(6.25f + ((9 - 6.25f + 16 - 6.25f) / 4f / 0.5f), ObjectiveRun.Again(objective, Codes).Loss);
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(-0.1f)]
    [DataRow(1.1f)]
    [DataRow(float.NaN)]
    public void Constructor_NuOutOfRange_Throws(float nu) =>
        Assert.AreEqual(
            "nu",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => new SoftBoundaryObjective(ObjectiveRun.Scores, Unlabeled, true, RejectionMean.AllRows, nu, 10)).ParamName);

    [TestMethod]
    public void Constructor_NegativeWarmUp_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new SoftBoundaryObjective(ObjectiveRun.Scores, Unlabeled, true, RejectionMean.AllRows, 0.5f, -1));

    private static SoftBoundaryObjective Objective() =>
        new(ObjectiveRun.Scores, Unlabeled, rejectAbnormal: true, RejectionMean.AllRows, 0.5f, 10);
}
