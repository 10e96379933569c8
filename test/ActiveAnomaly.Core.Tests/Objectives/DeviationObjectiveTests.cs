using ActiveAnomaly.Data;

namespace ActiveAnomaly.Objectives;

/// <summary>Hand arithmetic with the mean 1 and the standard deviation 2: scores 1, 4, 9 and 16 deviate by 0, 1.5, 4 and 7.5.</summary>
[TestClass]
public sealed class DeviationObjectiveTests
{
    /// <summary>A few roundings of numbers near 1.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Codes whose squares are the scores.</summary>
    private static readonly float[] Codes = [1, 2, 3, 4];

    [TestMethod]
    public void Evaluate_RowsOfBothKinds_SumsDeviationsAndWhatIsMissingToTheMargin() =>
        Assert.AreEqual((0 + 1.5 + (5 - 4) + 0) / 4, ObjectiveRun.Of(Objective(2, 3), Codes).Loss, Tolerance);

    [TestMethod]
    public void Evaluate_RowsOfBothKinds_HasTheirSlopes()
    {
        // dL/ds is 1 / (2 * 4) in size, ds/dz is 2 z.
        double[] expected = [0, 1 / 8.0 * 2 * 2, -1 / 8.0 * 2 * 3, 0];
        var gradient = ObjectiveRun.Of(Objective(2, 3), Codes).Gradient;
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], gradient[i], Tolerance, $"Row {i}");
        }
    }

    [TestMethod]
    public void Evaluate_UnlabeledRowBelowTheMean_IsPulledUp()
    {
        var (loss, gradient) = ObjectiveRun.Of(Objective(), 0.5f);
        Assert.AreEqual(0.375, loss, Tolerance);
        Assert.AreEqual(-0.5 * 2 * 0.5, gradient[0], Tolerance);
    }

    [TestMethod]
    public void Evaluate_RowLabeledNormal_CountsAsUnlabeled()
    {
        var labels = PoolLabels.Copy([RowLabel.Normal]);
        var objective = new DeviationObjective(ObjectiveRun.Scores, RowRoles.Of(labels, []), 1, 2, 5);
        Assert.AreEqual(1.5, ObjectiveRun.Of(objective, 2).Loss, Tolerance);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Evaluate_ScoreThatIsNoNumber_GivesALossThatIsNone(float code)
    {
        Assert.IsFalse(float.IsFinite(ObjectiveRun.Of(Objective(), code).Loss));
        Assert.IsFalse(float.IsNaN(code) && float.IsFinite(ObjectiveRun.Of(Objective(0), code).Loss));
    }

    [TestMethod]
    [DataRow("mean", float.NaN, 1f, 1f)]
    [DataRow("mean", float.NegativeInfinity, 1f, 1f)]
    [DataRow("deviation", 0f, 0f, 1f)]
    [DataRow("deviation", 0f, float.NaN, 1f)]
    [DataRow("margin", 0f, 1f, 0f)]
    [DataRow("margin", 0f, 1f, float.PositiveInfinity)]
    public void Constructor_NumberOutOfRange_Throws(string name, float mean, float deviation, float margin)
    {
        var roles = RowRoles.Of(PoolLabels.None(1), []);
        Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new DeviationObjective(ObjectiveRun.Scores, roles, mean, deviation, margin)).ParamName);
    }

    private static DeviationObjective Objective(params int[] abnormalRows)
    {
        var labels = PoolLabels.None(4).With(abnormalRows.Select(row => KeyValuePair.Create(row, RowLabel.Abnormal)));
        return new DeviationObjective(ObjectiveRun.Scores, RowRoles.Of(labels, []), mean: 1, deviation: 2, margin: 5);
    }
}
