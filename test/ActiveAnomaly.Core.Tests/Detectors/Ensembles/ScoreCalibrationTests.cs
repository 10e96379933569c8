namespace ActiveAnomaly.Detectors.Ensembles;

[TestClass]
public sealed class ScoreCalibrationTests
{
    private static readonly ScoreCalibration Ranks = ScoreCalibration.Learn(EnsembleCombination.RankAverage, [10, 30, 20, 20]);

    /// <summary>Knots 10, 20, 20, 30: ranks 1, 2.5, 2.5, 4 of 5, and 1 + 0.5 half way from 10 to 20.</summary>
    [TestMethod]
    [DataRow(10f, 1 / 5.0)]
    [DataRow(15f, 1.5 / 5.0)]
    [DataRow(20f, 2.5 / 5.0)]
    [DataRow(25f, 3.5 / 5.0)]
    [DataRow(30f, 4 / 5.0)]
    [DataRow(31f, 4.5 / 5.0)]
    [DataRow(9f, 0.5 / 5.0)]
    public void Apply_Rank_IsTheShareOfTrainingScoresBelow(float score, double expected) =>
        Assert.AreEqual((float)expected, Ranks.Apply(score), 1e-7f);

    [TestMethod]
    public void Apply_RankBeyondTheTrainingScores_GoesOnRising()
    {
        float[] scores = [float.MinValue, -1e6f, -10, 0, 9, 10, 30, 31, 40, 1e6f, float.MaxValue];
        float[] ranks = [.. scores.Select(Ranks.Apply)];
        Assert.AreSequenceEqual(ranks.Order().ToArray(), ranks);
        Assert.HasCount(9, ranks[1..^1].Distinct().ToList());
        Assert.IsTrue(ranks.All(rank => rank is >= 0f and <= 1f));
    }

    [TestMethod]
    public void Apply_RankOfNaN_IsNaN() => Assert.AreEqual(float.NaN, Ranks.Apply(float.NaN));

    [TestMethod]
    public void Apply_RankAmongMoreScoresThanKnots_IsInterpolated()
    {
        var calibration = ScoreCalibration.Learn(
            EnsembleCombination.RankAverage, [.. Enumerable.Range(0, 4097).Select(score => (float)score)]);
        Assert.AreEqual(1025, calibration.Numbers.Length);

        // The knots are every fourth score: 1000 is the 251st of 1025.
        Assert.AreEqual(251f / 1026, calibration.Apply(1000f), 1e-7f);
    }

    [TestMethod]
    public void Apply_ZAverage_TakesOffTheMeanAndDividesByTheDeviation()
    {
        // Mean 3, population variance (4 + 0 + 4) / 3.
        var calibration = ScoreCalibration.Learn(EnsembleCombination.ZAverage, [1, 3, 5]);
        Assert.AreEqual((float)(4 / Math.Sqrt(8.0 / 3)), calibration.Apply(7f), 1e-6f);
    }

    [TestMethod]
    [DataRow(float.MaxValue)]
    [DataRow(float.MinValue)]
    public void Apply_ZAverageBeyondNumbers_IsTheLargestNumber(float score)
    {
        // A deviation of 0.01 makes a hundredfold of it; a spread of members' scores would be infinite less infinite.
        Assert.AreEqual(score, ScoreCalibration.Learn(EnsembleCombination.ZAverage, [1, 1.02f]).Apply(score));
    }

    [TestMethod]
    public void Apply_ZAverageOfScoresThatHardlyDiffer_GivesTheMeanNoNaN()
    {
        // 1 / the deviation of 1e-45 is beyond Single's range, and the mean times infinity no number.
        var calibration = ScoreCalibration.Learn(EnsembleCombination.ZAverage, [0, 2 * float.Epsilon]);
        Assert.AreEqual(0f, calibration.Apply(float.Epsilon));
        Assert.IsGreaterThan(0f, calibration.Apply(2 * float.Epsilon));
    }

    [TestMethod]
    public void Apply_RankFartherFromTheScoresThanANumberSays_IsTheLast()
    {
        var calibration = ScoreCalibration.Learn(EnsembleCombination.RankAverage, [-3e38f, -2e38f]);
        Assert.AreEqual(1f, calibration.Apply(float.MaxValue));
        Assert.AreEqual(0f, ScoreCalibration.Learn(EnsembleCombination.RankAverage, [2e38f, 3e38f]).Apply(float.MinValue));
    }

    [TestMethod]
    public void Apply_ZAverageOfEqualScores_DividesByNothing() =>
        Assert.AreEqual(4f, ScoreCalibration.Learn(EnsembleCombination.ZAverage, [3, 3, 3]).Apply(7f));
}
