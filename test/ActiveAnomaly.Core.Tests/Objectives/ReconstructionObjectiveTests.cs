namespace ActiveAnomaly.Objectives;

/// <summary>Two rows of two features, outputs with stride 3.</summary>
[TestClass]
public sealed class ReconstructionObjectiveTests
{
    private static readonly float[] Inputs = [1, 2, 3, 4];
    private static readonly float[] Outputs = [2, 2, 0, 0, 8, 0];

    [TestMethod]
    public void Evaluate_TwoRows_IsTheMeanSquaredDifference() =>
        // Differences 1, 0, -3, 4.
        Assert.AreEqual((1 + 0 + 9 + 16) / 4f, Evaluate(new float[6]));

    [TestMethod]
    public void Evaluate_TwoRows_GradientIsTwiceTheDifferenceOverTheCount()
    {
        float[] gradient = [0, 0, 77, 0, 0, 77];
        Evaluate(gradient);
        Assert.AreSequenceEqual(new[] { 0.5f, 0, 77, -1.5f, 2, 77 }, gradient);
    }

    private static float Evaluate(float[] gradient)
    {
        var objective = new ReconstructionObjective();
        objective.Prepare(2);
        return objective.Evaluate(new ObjectiveBatch([0, 1], Inputs, 2, Outputs, 2, 3, gradient), withLoss: true);
    }
}
