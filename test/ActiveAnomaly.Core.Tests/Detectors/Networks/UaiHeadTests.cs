using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Detectors.Networks;

[TestClass]
public sealed class UaiHeadTests
{
    /// <summary>Ten products summed in single precision, and the logistic function of it, whose slope is at most a quarter.</summary>
    private const double Rounding = 1e-6;

    private static readonly SyntheticPool Pool = SyntheticPools.Noise();

    [TestMethod]
    public void Output_CodeAndScore_IsTheirLogisticRegression()
    {
        // sigmoid(2 * 0.5 - 1 * 3 + 0.25 * 4 + 0.5) = sigmoid(-0.5).
        Assert.AreEqual(
            1 / (1 + Math.Exp(0.5)),
            new UaiHead([2f, -1f, 0.25f, 0.5f], new UaiHeadOptions()).Output([0.5f, 3f], 4f),
            Rounding);
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(5, 0)]
    [DataRow(0, 5)]
    public void Fit_WithoutBothKindsOfLabel_KeepsNoHead(int normalCount, int abnormalCount) =>
        Assert.IsNull(Fit(new(), normalCount, abnormalCount).Head);

    [TestMethod]
    public void Fit_BothKindsOfLabel_KeepsTheHead() => Assert.AreEqual(8 + 2, Fit(new(), 5, 5).Head!.Parameters.Length);

    [TestMethod]
    public void QueryScores_ByHead_LieBetweenZeroAndOne() =>
        Assert.IsTrue(QueryScores(Fit(new(), 5, 5)).All(score => score is > 0 and < 1));

    [TestMethod]
    public void QueryScores_ByScore_AreTheScores()
    {
        var model = Fit(new UaiHeadOptions { QueryBy = UaiOutput.Score }, 5, 5);
        Bits.AreEqual(model.Score(Pool.Rows), QueryScores(model), "Query scores");
    }

    [TestMethod]
    public void QueryScores_ByHeadWithoutLabels_AreTheScores()
    {
        var model = Fit(new(), 0, 0);
        Bits.AreEqual(model.Score(Pool.Rows), QueryScores(model), "Query scores");
    }

    [TestMethod]
    public void Score_ByHead_IsTheHeadsOutputOfCodeAndDistance()
    {
        var byHead = Fit(new UaiHeadOptions { ScoreBy = UaiOutput.Head }, 5, 5);
        var byScore = Fit(new UaiHeadOptions { ScoreBy = UaiOutput.Score }, 5, 5);
        var (codes, scores, found) = (byScore.Encode(Pool.Rows), byScore.Score(Pool.Rows), byHead.Score(Pool.Rows));
        var parameters = byHead.Head!.Parameters.ToArray();
        for (var row = 0; row < found.Length; row++)
        {
            var logit = (parameters[8] * (double)scores[row]) + parameters[9];
            for (var k = 0; k < 8; k++)
            {
                logit += parameters[k] * (double)codes[(row * 8) + k];
            }

            Assert.AreEqual(1 / (1 + Math.Exp(-logit)), found[row], Rounding, $"Row {row}.");
        }
    }

    [TestMethod]
    public void QueryScores_ByScoreOfAModelThatScoresByHead_AreTheDistances()
    {
        var byHead = Fit(new UaiHeadOptions { QueryBy = UaiOutput.Score, ScoreBy = UaiOutput.Head }, 5, 5);
        var byScore = Fit(new UaiHeadOptions { QueryBy = UaiOutput.Score, ScoreBy = UaiOutput.Score }, 5, 5);
        Bits.AreEqual(byScore.Score(Pool.Rows), QueryScores(byHead), "Query scores");
    }

    [TestMethod]
    public void Score_ByTheAbilityToQuery_GivesTheModelsScores()
    {
        var model = Fit(new UaiHeadOptions { QueryBy = UaiOutput.Head, ScoreBy = UaiOutput.Score }, 5, 5);
        Assert.IsTrue(model.TryGet<IQueryScorer>(out var scorer));
        var scores = new float[Pool.RowCount];
        scorer.Score(Pool.Rows, scores, new float[Pool.RowCount]);
        Bits.AreEqual(model.Score(Pool.Rows), scores, "Scores");
    }

    [TestMethod]
    [DataRow(39, 40)]
    [DataRow(40, 41)]
    public void Score_RoomForAnotherNumberOfRows_Throws(int scoreCount, int queryScoreCount)
    {
        var model = Fit(new UaiHeadOptions { QueryBy = UaiOutput.Head, ScoreBy = UaiOutput.Score }, 5, 5);
        Assert.IsTrue(model.TryGet<IQueryScorer>(out var scorer));
        Assert.ThrowsExactly<ArgumentException>(() => scorer.Score(Pool.Rows, new float[scoreCount], new float[queryScoreCount]));
    }

    [TestMethod]
    public void Fit_NoEpoch_LeavesTheHeadAsItWasDrawn()
    {
        // Uniform in [-1 / sqrt(h + 1), 1 / sqrt(h + 1)], with h = 8: of 10 numbers the largest lies above half of that but once in 1000.
        var options = new DeepSvddOptions { Seed = 1, PretrainingEpochCount = 0, EpochCount = 0, UaiHead = new() };
        var model = (NetworkModel)new DeepSvddDetector(options).Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(5, 5))).Model;
        float[] sizes = [.. model.Head!.Parameters.ToArray().Select(MathF.Abs)];
        Assert.IsInRange(1 / 6f, 1 / 3f, sizes.Max());
        Assert.IsTrue(model.Head.Parameters.ToArray().Any(parameter => parameter < 0));
    }

    [TestMethod]
    public void Threshold_ByHead_IsTakenFromTheHeadsScores()
    {
        // Of 40 scores the 0.9 quantile lies 0.9 * 39 = 35.1 from the first.
        var model = Fit(new UaiHeadOptions { ScoreBy = UaiOutput.Head }, 5, 5);
        double[] ascending = [.. model.Score(Pool.Rows).Select(score => (double)score).Order()];
        Assert.IsInRange(0, 1, model.Threshold);
        Assert.AreEqual((0.9 * ascending[35]) + (0.1 * ascending[36]), model.Threshold, Rounding);
    }

    [TestMethod]
    [DataRow(3e38f)]
    [DataRow(-3e38f)]
    public void Score_ByHeadOfARowBeyondNumbers_IsTheLargestNumber(float value)
    {
        // Either way the codes are so large that the sigmoid says 0 or 1, and one of the two would be normal.
        var model = Fit(new UaiHeadOptions { ScoreBy = UaiOutput.Head }, 5, 5);
        for (var k = 0; k < Pool.Rows.FeatureCount; k++)
        {
            var row = Pool.Rows.Row(0).ToArray();
            row[k] = value;
            Assert.AreEqual((float.MaxValue, float.MaxValue), (model.Score(row), model.Score(FeatureMatrix.FromRows([row]))[0]));
        }
    }

    private static float[] QueryScores(NetworkModel model) => ModelAbilities.QueryScoresOf(model, Pool.Rows);

    private static NetworkModel Fit(UaiHeadOptions head, int normalCount, int abnormalCount) => (NetworkModel)new DeepSvddDetector(
        new() { Seed = 1, PretrainingEpochCount = 3, EpochCount = 3, UaiHead = head })
        .Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(normalCount, abnormalCount))).Model;
}
