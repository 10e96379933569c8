using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors.Copod;

[TestClass]
public sealed class CopodDetectorTests : DetectorContract<CopodDetector>
{
    protected override bool HasOwnContributions => true;

    protected override bool IsRandom => false;

    [TestMethod]
    public void Fit_SmallPool_ScoresByHandArithmetic()
    {
        // Feature 0 has its long tail on the right, feature 1 on the left, feature 2 says nothing.
        var pool = FeatureMatrix.Copy([0, 9, 5, 1, 8, 5, 1, 8, 5, 9, 0, 5], 3);
        var trained = new CopodDetector().Fit(new TrainingRequest(pool));
        static double Tail(double right, double left) => Math.Max(-Math.Log(right / 4), (-Math.Log(right / 4) - Math.Log(left / 4)) / 2);
        double[] expected =
        [
            Tail(4, 1) + Tail(4, 1),
            Tail(3, 3) + Tail(3, 3),
            Tail(3, 3) + Tail(3, 3),
            Tail(1, 4) + Tail(1, 4),
        ];
        for (var row = 0; row < expected.Length; row++)
        {
            Assert.AreEqual(expected[row], trained.Scores.Span[row], 1e-6, $"Row {row}");
        }

        // Beyond all others: half a row of four.
        Assert.AreEqual(Tail(0.5, 4) + Tail(0.5, 4) + Tail(0.5, 4), trained.Model.Score([10, -1, 6]), 1e-6);
    }

    [TestMethod]
    public void Fit_FeaturesScaledAndMoved_GivesTheSameBits()
    {
        var moved = FeatureMatrix.Copy([.. Pool.Values.ToArray().Select(value => 4 * value)], Pool.FeatureCount);
        Bits.AreEqual(Scores(Pool), Scores(moved), "Scores");
    }

    [TestMethod]
    public void Fit_FeatureMirrored_GivesTheSameScores()
    {
        var mirrored = FeatureMatrix.Copy([.. Pool.Values.ToArray().Select(value => -value)], Pool.FeatureCount);
        var (expected, found) = (Scores(Pool), Scores(mirrored));
        Assert.IsTrue(expected.Zip(found).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5 * pair.First));
    }

    [TestMethod]
    public void Fit_LargestNumbers_KnowsTheLongTail()
    {
        // 0, 0, 0 and the largest number: its third moment overflows even in double when it is not scaled.
        var scores = Scores(FeatureMatrix.Copy([0, 0, 0, float.MaxValue], 1));
        Assert.AreEqual(Math.Log(4), scores[3], 1e-6);
    }

    [TestMethod]
    public void FromBytes_PointsOutOfOrder_Throws()
    {
        var model = new CopodDetector().Fit(new TrainingRequest(Pool)).Model;
        var bytes = DetectorModelFormat.ToBytes(model);
        var damaged = new CopodModel(new TailProbabilities(
            [.. Enumerable.Repeat(new EmpiricalDistribution([1, 0], [0, 1], [1, 2]), Pool.FeatureCount)], new bool[Pool.FeatureCount]));
        damaged.Complete(model.Origin);
        Assert.Contains(
            "feature 0",
            Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(damaged))).Message);
        Assert.IsNotNull(DetectorModelFormat.FromBytes(bytes));
    }

    /// <summary>
    /// Probabilities know an order and no distance: a value beyond all others counts as half a row of the pool, however far out it is. One
    /// feature adds at most ln 2n to a score, and another row may have more from its tails together; all features have it above every row.
    /// </summary>
    protected override void RequireExtremeScore(float score, DetectorModel model, float[] row)
    {
        Assert.AreEqual(model.Score(OnTheEdge(row, beyond: true)), score);
        Assert.IsGreaterThan(model.Score(OnTheEdge(row)), score);
        if (row.All(feature => Math.Abs(feature) > 2))
        {
            base.RequireExtremeScore(score, model, row);
        }
    }

    protected override CopodDetector Create(DetectorSettings settings) => new(new CopodOptions
    {
        Seed = settings.Seed,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });

    private static float[] Scores(FeatureMatrix pool) => new CopodDetector().Fit(new TrainingRequest(pool)).Scores.ToArray();
}
