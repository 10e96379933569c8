using ActiveAnomaly.Data;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// Logits whose sigmoids are 3/4, 4/5, 1/2, 2/3 and 1/4, of a normal, an abnormal, two unlabelled and a pseudo-abnormal row.
/// </summary>
[TestClass]
public sealed class LabelCrossEntropyObjectiveTests
{
    /// <summary>A few roundings of numbers near 1.</summary>
    private const double Tolerance = 1e-6;

    private static readonly float[] Logits = [MathF.Log(3), MathF.Log(4), 0, MathF.Log(2), -MathF.Log(3)];

    [TestMethod]
    public void Evaluate_NoWeakNegatives_IsTheMeanOverTheLabeledRows()
    {
        // -ln(1 - 3/4) of the normal row, -ln(4/5) of the abnormal one.
        var (loss, slopes) = Run(0);
        Assert.AreEqual((-Math.Log(0.25) - Math.Log(0.8)) / 2, loss, Tolerance);
        AreEqual([0.75 / 2, (0.8 - 1) / 2, 0, 0, 0], slopes);
    }

    [TestMethod]
    public void Evaluate_WeakNegatives_AddsTheirWeighedMean()
    {
        var (loss, slopes) = Run(0.3f);
        Assert.AreEqual(
            ((-Math.Log(0.25) - Math.Log(0.8)) / 2) + (0.3 * (-Math.Log(0.5) - Math.Log(1 / 3.0)) / 2), loss, Tolerance);
        AreEqual([0.75 / 2, (0.8 - 1) / 2, 0.3 * 0.5 / 2, 0.3 * (2 / 3.0) / 2, 0], slopes);
    }

    [TestMethod]
    public void Evaluate_NoLabels_IsThatOfTheWeakNegativesAlone()
    {
        var (loss, slopes) = Run(RowRoles.Of(PoolLabels.None(5), []), 2, [0, 0, 0, 0, 0]);
        Assert.AreEqual(2 * Math.Log(2), loss, Tolerance);
        AreEqual([0.2, 0.2, 0.2, 0.2, 0.2], slopes);
        (loss, slopes) = Run(RowRoles.Of(PoolLabels.None(5), []), 0, [0, 0, 0, 0, 0]);
        Assert.AreEqual(0f, loss);
        AreEqual([0, 0, 0, 0, 0], slopes);
    }

    [TestMethod]
    [DataRow(200f)]
    [DataRow(-200f)]
    public void Evaluate_LogitsFarFromZero_HaveALossOfTheirSize(float logit)
    {
        // -ln of sigmoid(-200), which is no number of single precision.
        var (loss, slopes) = Run(Roles, 0, [logit, -logit, 0, 0, 0]);
        Assert.AreEqual(logit > 0 ? 200 : 0, loss, 1e-4);
        AreEqual(logit > 0 ? [0.5, -0.5, 0, 0, 0] : [0, 0, 0, 0, 0], slopes);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Evaluate_LogitThatIsNoNumber_GivesALossThatIsNone(float logit)
    {
        Assert.IsFalse(float.IsFinite(Run(Roles, 0, [logit, 0, 0, 0, 0]).Loss));
        Assert.IsFalse(float.IsFinite(Run(Roles, 1, [0, 0, logit, 0, 0]).Loss));
    }

    [TestMethod]
    [DataRow(-1e-9f)]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Constructor_WeightOutOfRange_Throws(float weight) => Assert.AreEqual(
        "weakNegativeWeight",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new LabelCrossEntropyObjective(ObjectiveRun.Values(1), Roles, weight)).ParamName);

    [TestMethod]
    public void Constructor_TwoLogitsARow_Throws() => Assert.AreEqual(
        "logits",
        Assert.ThrowsExactly<ArgumentException>(() => new LabelCrossEntropyObjective(ObjectiveRun.Values(2), Roles)).ParamName);

    private static RowRoles Roles => RowRoles.Of(
        PoolLabels.None(5).With([new(0, RowLabel.Normal), new(1, RowLabel.Abnormal)]), [4]);

    private static (float Loss, float[] Slopes) Run(float weight) => Run(Roles, weight, Logits);

    private static (float Loss, float[] Slopes) Run(RowRoles roles, float weight, float[] numbers)
    {
        var objective = new LabelCrossEntropyObjective(ObjectiveRun.Values(1), roles, weight);
        objective.Prepare(numbers.Length);
        BatchValue logits = ObjectiveRun.Batch(numbers, 1, wantsGradient: true);
        var loss = objective.Evaluate([logits], withLoss: true);
        return (loss, [.. Enumerable.Range(0, numbers.Length).Select(i => logits.Gradient[i])]);
    }

    private static void AreEqual(double[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], Tolerance, $"Row {i}");
        }
    }
}
