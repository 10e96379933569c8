using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Detectors.Networks;

[TestClass]
public sealed class UaiHeadTests
{
    private static readonly SyntheticPool Pool = SyntheticPools.Noise();

    [TestMethod]
    public void Output_CodeAndScore_IsTheirLogisticRegression()
    {
        // sigmoid(2 * 0.5 - 1 * 3 + 0.25 * 4 + 0.5) = sigmoid(-0.5).
        const double rounding = 1e-6;
        Assert.AreEqual(1 / (1 + Math.Exp(0.5)), new UaiHead([2f, -1f, 0.25f, 0.5f], new UaiHeadOptions()).Output([0.5f, 3f], 4f), rounding);
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(5, 0)]
    [DataRow(0, 5)]
    public void Fit_WithoutBothKindsOfLabel_KeepsNoHead(int normalCount, int abnormalCount) => Assert.IsNull(Fit(new(), normalCount, abnormalCount).Head);

    [TestMethod]
    public void Fit_BothKindsOfLabel_KeepsTheHead() => Assert.AreEqual(8 + 2, Fit(new(), 5, 5).Head!.Parameters.Length);

    [TestMethod]
    public void QueryScores_ByHead_LieBetweenZeroAndOne() => Assert.IsTrue(QueryScores(Fit(new(), 5, 5)).All(score => score is > 0 and < 1));

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
        var (codes, scores) = (byScore.Encode(Pool.Rows), byScore.Score(Pool.Rows));
        float[] expected = [.. scores.Select((score, row) => byHead.Head!.Output(codes.AsSpan(row * 8, 8), score))];
        Bits.AreEqual(expected, byHead.Score(Pool.Rows), "Scores");
    }

    [TestMethod]
    public void QueryScores_ByScoreOfAModelThatScoresByHead_AreTheDistances()
    {
        var byHead = Fit(new UaiHeadOptions { QueryBy = UaiOutput.Score, ScoreBy = UaiOutput.Head }, 5, 5);
        var byScore = Fit(new UaiHeadOptions { QueryBy = UaiOutput.Score, ScoreBy = UaiOutput.Score }, 5, 5);
        Bits.AreEqual(byScore.Score(Pool.Rows), QueryScores(byHead), "Query scores");
    }

    [TestMethod]
    public void Threshold_ByHead_IsTakenFromTheHeadsScores()
    {
        var model = Fit(new UaiHeadOptions { ScoreBy = UaiOutput.Head }, 5, 5);
        Assert.AreEqual((float)Metrics.Quantile.Of(model.Score(Pool.Rows), 0.9), model.Threshold);
    }

    private static float[] QueryScores(NetworkModel model) => ModelAbilities.QueryScoresOf(model, Pool.Rows);

    private static NetworkModel Fit(UaiHeadOptions head, int normalCount, int abnormalCount) => (NetworkModel)new DeepSvddDetector(
        new() { Seed = 1, PretrainingEpochCount = 3, EpochCount = 3, UaiHead = head }).Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(normalCount, abnormalCount))).Model;
}
