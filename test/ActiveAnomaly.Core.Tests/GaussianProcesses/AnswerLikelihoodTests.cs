namespace ActiveAnomaly.GaussianProcesses;

/// <summary>The likelihood of answers against its formula in double precision, and its derivatives against central differences.</summary>
[TestClass]
public sealed class AnswerLikelihoodTests
{
    private const int Width = 6;
    private const double Noise = 0.1;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(17)]
    [DataRow(70)]
    public void Loss_OfAnswers_MatchesDouble(int count)
    {
        var sample = RelevanceSample.Draw(count, Width, seed: count);
        float[] weights = [1, 0.5f, 2, 0, 1.5f, 1];
        Assert.AreEqual(sample.Loss(weights, Noise), Found(sample, weights).Loss, 1e-4 * count);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(17)]
    [DataRow(70)]
    public void Slopes_OfAnswers_MatchCentralDifferences(int count)
    {
        const double step = 1.0 / (1 << 10);
        var sample = RelevanceSample.Draw(count, Width, seed: count);
        double[] weights = [1, 0.5, 2, 0.25, 1.5, 1];
        var slopes = Found(sample, [.. weights.Select(weight => (float)weight)]).Slopes();
        Assert.HasCount(Width, slopes);
        for (var k = 0; k < Width; k++)
        {
            double At(double change) =>
                sample.Loss([.. weights.Select((weight, i) => (float)(i == k ? weight + change : weight))], Noise);
            Assert.AreEqual((At(step) - At(-step)) / (2 * step), slopes[k], 1e-4 * count, $"Feature {k}");
        }
    }

    private static AnswerLikelihood Found(RelevanceSample sample, float[] weights) =>
        new(RelevanceSample.Kernel.Weighing(weights), sample.Rows, sample.IsAbnormal, Noise, CancellationToken.None);
}
