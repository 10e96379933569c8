namespace ActiveAnomaly.Objectives;

/// <summary>Hand arithmetic with h = 1 and c = 0: a code's square is its score.</summary>
[TestClass]
public sealed class NceObjectiveTests
{
    /// <summary>A few roundings of numbers near 1.</summary>
    private const double Tolerance = 1e-6;

    [TestMethod]
    public void Evaluate_OnePair_IsMinusLogOfOneMinusH() =>
        // h = 1 / (1 + 4).
        Assert.AreEqual(
            -Math.Log(1 - 0.2),
            ObjectiveRun.Of(new NceObjective(ObjectiveRun.Scores, 1, 1, NceNormalization.Pairs), 1, 2).Loss,
            Tolerance);

    [TestMethod]
    public void Evaluate_SeveralPairs_IsTheirMean()
    {
        // Normal scores 1, 4; abnormal 9, 1, 16.
        var expected = new[] { (1.0, 9.0), (1, 1), (1, 16), (4, 9), (4, 1), (4, 16) }.Average(
            pair => -Math.Log(1 - (pair.Item1 / (pair.Item1 + pair.Item2))));
        Assert.AreEqual(
            expected,
            ObjectiveRun.Of(new NceObjective(ObjectiveRun.Scores, 2, 3, NceNormalization.Pairs), 1, 2, 3, 1, 4).Loss,
            Tolerance);
    }

    [TestMethod]
    public void Evaluate_ByLabeledRows_DividesByTheirNumber()
    {
        var byPairs = ObjectiveRun.Of(new NceObjective(ObjectiveRun.Scores, 2, 3, NceNormalization.Pairs), 1, 2, 3, 1, 4).Loss;
        Assert.AreEqual(
            byPairs * 6 / 5,
            ObjectiveRun.Of(new NceObjective(ObjectiveRun.Scores, 2, 3, NceNormalization.LabeledRows), 1, 2, 3, 1, 4).Loss,
            Tolerance);
    }

    [TestMethod]
    public void Evaluate_NormalRow_IsPulledByTheInverseSum() =>
        // dL/ds = 1 / (1 + 4); ds/dz = 2 * 1.
        Assert.AreEqual(
            2.0 / 5,
            ObjectiveRun.Of(new NceObjective(ObjectiveRun.Scores, 1, 1, NceNormalization.Pairs), 1, 2).Gradient[0],
            Tolerance);

    [TestMethod]
    public void Evaluate_AbnormalRow_IsPushedByTheRatio() =>
        // dL/ds = -1 / 4 * 1 / (1 + 4); ds/dz = 2 * 2.
        Assert.AreEqual(
            -4.0 / 20,
            ObjectiveRun.Of(new NceObjective(ObjectiveRun.Scores, 1, 1, NceNormalization.Pairs), 1, 2).Gradient[1],
            Tolerance);

    [TestMethod]
    [DataRow(0f, 2f)]
    [DataRow(2f, 0f)]
    [DataRow(0f, 0f)]
    [DataRow(1e18f, 1f)]
    [DataRow(1f, 1e18f)]
    [DataRow(1e19f, 1e19f)]
    [DataRow(0f, 1e19f)]
    [DataRow(1e19f, 0f)]
    [DataRow(1e-20f, 1e-20f)]
    [DataRow(1e-15f, 1e-15f)]
    public void Evaluate_ExtremeScores_StaysFinite(float normalCode, float abnormalCode)
    {
        var (loss, gradient) = ObjectiveRun.Of(
            new NceObjective(ObjectiveRun.Scores, 1, 1, NceNormalization.Pairs),
            normalCode,
            abnormalCode);
        Assert.IsTrue(float.IsFinite(loss) && gradient.All(float.IsFinite), $"Loss {loss}, gradient {string.Join(", ", gradient)}.");
    }

    [TestMethod]
    public void Evaluate_ManyRowsAtTheCenter_StaysFinite()
    {
        var (loss, gradient) = ObjectiveRun.Of(
            new NceObjective(ObjectiveRun.Scores, 2000, 2000, NceNormalization.LabeledRows),
            new float[4000]);
        Assert.IsTrue(float.IsFinite(loss) && gradient.All(float.IsFinite));
    }

    [TestMethod]
    public void Evaluate_NormalScoreFarBelow_KeepsTheTinyLoss() =>
        // ln(1 + 1e-8), which a single-precision 1 - h would lose.
        Assert.AreEqual(
            1e-8,
            ObjectiveRun.Of(new NceObjective(ObjectiveRun.Scores, 1, 1, NceNormalization.Pairs), 1e-4f, 1f).Loss,
            1e-8 * Tolerance);

    [TestMethod]
    public void Evaluate_AbnormalAtTheCenter_IsTheLogOfTheLimit() =>
        // The score 0 counts as 1e-9.
        Assert.AreEqual(
            Math.Log(1 + (4 / 1e-9)),
            ObjectiveRun.Of(new NceObjective(ObjectiveRun.Scores, 1, 1, NceNormalization.Pairs), 2f, 0f).Loss,
            22 * Tolerance);

    [TestMethod]
    public void Evaluate_OtherBatch_Throws() =>
        Assert.ThrowsExactly<InvalidOperationException>(
            () => ObjectiveRun.Of(new NceObjective(ObjectiveRun.Scores, 1, 1, NceNormalization.Pairs), 1, 2, 3));

    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(1, 0)]
    public void Constructor_CountBelowOne_Throws(int normalCount, int abnormalCount) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new NceObjective(ObjectiveRun.Scores, normalCount, abnormalCount, NceNormalization.Pairs));

    [TestMethod]
    [DataRow(NceNormalization.Pairs, 1.0 / 6)]
    [DataRow(NceNormalization.LabeledRows, 1.0 / 5)]
    public void Share_TwoNormalAndThreeAbnormalRows_IsOneOverTheNorm(NceNormalization normalization, double expected) =>
        Assert.AreEqual(expected, new NceObjective(ObjectiveRun.Scores, 2, 3, normalization).Share);
}
