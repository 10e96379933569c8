using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>Hand arithmetic: sigmoid(ln 3) = 3/4, sigmoid(-ln 3) = 1/4, so losses are ln 4 and ln (4/3).</summary>
[TestClass]
public sealed class AdversarialObjectiveTests
{
    /// <summary>A few roundings of numbers near 1.</summary>
    private const double Tolerance = 1e-6;

    private static readonly float Ln3 = MathF.Log(3);

    [TestMethod]
    public void Evaluate_Discriminator_WantsRowsAboveAndNoiseBelowZero()
    {
        var (loss, encoded, generated) = Run(AdversarialSide.Discriminator, [Ln3, -Ln3], [Ln3, 0, 0]);
        Assert.AreEqual(((Math.Log(4 / 3.0) + Math.Log(4)) / 2) + ((Math.Log(4) + (2 * Math.Log(2))) / 3), loss, Tolerance);
        AreClose([-0.25 / 2, -0.75 / 2], encoded);
        AreClose([0.75 / 3, 0.5 / 3, 0.5 / 3], generated);
    }

    [TestMethod]
    public void Evaluate_Generator_WantsTheOpposite()
    {
        var (loss, encoded, generated) = Run(AdversarialSide.Generator, [Ln3, -Ln3], [Ln3, 0, 0]);
        Assert.AreEqual(((Math.Log(4) + Math.Log(4 / 3.0)) / 2) + ((Math.Log(4 / 3.0) + (2 * Math.Log(2))) / 3), loss, Tolerance);
        AreClose([0.75 / 2, 0.25 / 2], encoded);
        AreClose([-0.25 / 3, -0.5 / 3, -0.5 / 3], generated);
    }

    [TestMethod]
    [DataRow(AdversarialSide.Discriminator)]
    [DataRow(AdversarialSide.Generator)]
    public void Evaluate_AnyLogits_HasTheSlopesOfCentralDifferences(AdversarialSide side)
    {
        // Loss in double by its definition, -ln of probabilities; moved by 1e-5, whose square is the error.
        float[] encoded = [0.3f, -1.7f, 4], generated = [2.5f, -0.2f];
        var (_, ofEncoded, ofGenerated) = Run(side, encoded, generated);
        var logits = encoded.Concat(generated).Select(logit => (double)logit).ToArray();
        float[] slopes = [.. ofEncoded, .. ofGenerated];
        for (var i = 0; i < logits.Length; i++)
        {
            double At(double move) => Loss(side, [.. logits.Select((logit, k) => k == i ? logit + move : logit)], encoded.Length);
            Assert.AreEqual((At(1e-5) - At(-1e-5)) / 2e-5, slopes[i], Tolerance, $"Logit {i}");
        }
    }

    [TestMethod]
    public void Evaluate_LogitsFarOut_StaysFinite()
    {
        var (loss, encoded, generated) = Run(AdversarialSide.Discriminator, [-1000], [1000]);
        Assert.AreEqual(2000, loss, Tolerance * 2000);
        AreClose([-1], encoded);
        AreClose([1], generated);
        Assert.AreEqual(0f, Run(AdversarialSide.Generator, [-1000], [1000]).Loss);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.NegativeInfinity)]
    public void Evaluate_LogitThatIsNoNumber_GivesALossThatIsNone(float logit) =>
        Assert.IsFalse(float.IsFinite(Run(AdversarialSide.Discriminator, [logit], [0]).Loss));

    [TestMethod]
    public void Evaluate_ValueWithoutGradient_LeavesItAlone()
    {
        var encoded = ObjectiveRun.Batch([Ln3], 1, wantsGradient: false);
        var generated = ObjectiveRun.Batch([Ln3], 1, wantsGradient: true);
        Objective(AdversarialSide.Generator).Evaluate([encoded, generated], withLoss: false);
        Assert.AreEqual(-0.25, generated.Gradient[0], Tolerance);
    }

    [TestMethod]
    public void Constructor_SeveralColumnsOrNoSide_Throws()
    {
        var (one, two) = (ObjectiveRun.Values(1), ObjectiveRun.Values(2));
        Assert.AreEqual("encodedLogits", Assert.ThrowsExactly<ArgumentException>(
            () => new AdversarialObjective(two, one, AdversarialSide.Generator)).ParamName);
        Assert.AreEqual("generatedLogits", Assert.ThrowsExactly<ArgumentException>(
            () => new AdversarialObjective(one, two, AdversarialSide.Generator)).ParamName);
        Assert.AreEqual("side", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new AdversarialObjective(one, ObjectiveRun.Values(1), (AdversarialSide)2)).ParamName);
    }

    private static AdversarialObjective Objective(AdversarialSide side) => new(ObjectiveRun.Values(1), ObjectiveRun.Values(1), side);

    private static (float Loss, float[] Encoded, float[] Generated) Run(AdversarialSide side, float[] encoded, float[] generated)
    {
        BatchValue[] values = [ObjectiveRun.Batch(encoded, 1, wantsGradient: true), ObjectiveRun.Batch(generated, 1, wantsGradient: true)];
        var loss = Objective(side).Evaluate(values, withLoss: true);
        return (loss, values[0].Gradient.ToArray(), values[1].Gradient.ToArray());
    }

    private static double Loss(AdversarialSide side, double[] logits, int encodedCount)
    {
        double Mean(double[] of, bool isTrue) => of.Average(logit => -Math.Log(isTrue ? Sigmoid(logit) : 1 - Sigmoid(logit)));
        var ofDiscriminator = side == AdversarialSide.Discriminator;
        return Mean(logits[..encodedCount], ofDiscriminator) + Mean(logits[encodedCount..], !ofDiscriminator);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void AreClose(double[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], Tolerance, $"Element {i}");
        }
    }
}
