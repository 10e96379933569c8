namespace ActiveAnomaly.Objectives;

/// <summary>Two rows of two features.</summary>
[TestClass]
public sealed class ReconstructionObjectiveTests
{
    private static readonly float[] Inputs = [1, 2, 3, 4];
    private static readonly float[] Outputs = [2, 2, 0, 8];

    [TestMethod]
    public void Evaluate_TwoRows_IsTheMeanSquaredDifference() =>
        // Differences 1, 0, -3, 4.
        Assert.AreEqual((1 + 0 + 9 + 16) / 4f, Evaluate(wantsTargetGradient: false).Loss);

    [TestMethod]
    public void Evaluate_TwoRows_GradientIsTwiceTheDifferenceOverTheCount() =>
        Assert.AreSequenceEqual(new[] { 0.5f, 0, -1.5f, 2 }, Evaluate(wantsTargetGradient: false).OfOutputs);

    [TestMethod]
    public void Evaluate_TargetsThatWantAGradient_GetTheOppositeOne() =>
        Assert.AreSequenceEqual(new[] { -0.5f, 0, 1.5f, -2 }, Evaluate(wantsTargetGradient: true).OfTargets);

    [TestMethod]
    public void Evaluate_TargetsThatWantNone_GetNone() => Assert.IsEmpty(Evaluate(wantsTargetGradient: false).OfTargets);

    [TestMethod]
    public void Constructor_SizesThatDiffer_Throws() => Assert.ThrowsExactly<ArgumentException>(
        () => new ReconstructionObjective(ObjectiveRun.Values(2), ObjectiveRun.Values(3)));

    private static (float Loss, float[] OfOutputs, float[] OfTargets) Evaluate(bool wantsTargetGradient)
    {
        var objective = new ReconstructionObjective(ObjectiveRun.Values(2), ObjectiveRun.Values(2));
        objective.Prepare(2);
        var outputs = ObjectiveRun.Batch(Outputs, 2, wantsGradient: true);
        var targets = ObjectiveRun.Batch(Inputs, 2, wantsTargetGradient);
        var loss = objective.Evaluate([outputs, targets], withLoss: true);
        return (loss, outputs.Gradient.ToArray(), wantsTargetGradient ? targets.Gradient.ToArray() : []);
    }
}
