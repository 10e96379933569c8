using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>Thresholds with a bound on the share of normal rows above them: by hand, and how often the bound holds.</summary>
[TestClass]
public sealed class FalseAlarmBoundTests
{
    [TestMethod]
    public void ThresholdFor_NoAnswers_CountsEveryRowAsNormal()
    {
        // Of 2000 rows 1000 may be taken for normal: P(B(1000, 0.01) <= 4) = 0.029 and P(<= 5) = 0.066, so that 4 may lie above.
        var found = Bound(2000, []).ThresholdFor(0.01, 0.95);
        Assert.AreEqual(
            (1995f, FalseAlarmEvidence.PoolRows, 2000, 4, 1000, 0),
            (found.Threshold, found.Evidence, found.RowCount, found.RowsAbove, found.LeastNormalCount, found.RandomAnswerCount));
        Assert.AreEqual(
            "With confidence 95 % at most 1 % of normal rows like the pool's lie above 1995: of 2000 rows that are not known to be "
            + "abnormal 4 do, as if all of them were normal; assumed: at least half of the pool's rows are normal.",
            found.Statement);
    }

    [TestMethod]
    public void ThresholdFor_AbnormalAnswers_AreNotCounted()
    {
        var labels = Enumerable.Range(1900, 100).Select(row => KeyValuePair.Create(row, RowLabel.Abnormal));
        Assert.AreEqual(1895f, Bound(2000, labels).ThresholdFor(0.01, 0.95).Threshold);
    }

    [TestMethod]
    public void ThresholdFor_RandomAnswers_KnowOfMoreNormalRows()
    {
        // 1 % of 100 is allowed each of three errors: of 100 drawn rows none is abnormal.
        int[] drawn = [.. Enumerable.Range(0, 100).Select(i => 20 * i)];
        var labels = drawn.Select(row => KeyValuePair.Create(row, RowLabel.Normal));
        var (without, with) = (Bound(2000, labels).ThresholdFor(0.01, 0.95), Bound(2000, labels, drawn).ThresholdFor(0.01, 0.95));
        Assert.AreEqual((0, 100), (without.RandomAnswerCount, with.RandomAnswerCount));
        Assert.AreEqual(Math.Floor(2000 * Math.Pow(0.025, 0.01)), with.LeastNormalCount);
        Assert.IsLessThan(without.Threshold, with.Threshold);
        Assert.Contains("by 100 answers for rows drawn at random, 0 of them abnormal", with.Statement);
    }

    [TestMethod]
    public void ThresholdFor_SmallPoolAndFewAnswers_SaysHowManyWouldDo()
    {
        var labels = Enumerable.Range(0, 21).Select(row => KeyValuePair.Create(row, RowLabel.Normal));
        var message = Assert.ThrowsExactly<FalseAlarmRateException>(() => Bound(214, labels).ThresholdFor(0.001, 0.95)).Message;
        Assert.Contains("0.1 %", message);
        Assert.Contains("takes 2995 rows", message);
        Assert.Contains("21 normal answers", message);
        Assert.Contains("at least 2.7609 %", message);
        Assert.AreEqual(2995, Math.Ceiling(Math.Log(0.05) / Math.Log(0.999)));
        Assert.AreEqual(0.02761, 1 - Math.Pow(0.05, 1.0 / 107), 1e-5);
    }

    [TestMethod]
    public void ThresholdFor_NormalAnswersOfLowScores_AreTakenWhereTheyGiveALowerThreshold()
    {
        // 100 normal answers: with 2.5 % one of them may lie above for 6 %, for P(B(100, 0.06) <= 1) = 0.015 and P(<= 2) = 0.057.
        var labels = Enumerable.Range(0, 100).Select(row => KeyValuePair.Create(row, RowLabel.Normal));
        var found = Bound(2000, labels).ThresholdFor(0.06, 0.95);
        Assert.AreEqual(
            (98f, FalseAlarmEvidence.NormalAnswers, 100, 1), (found.Threshold, found.Evidence, found.RowCount, found.RowsAbove));
        Assert.Contains("assumed: rows that were chosen to be asked about score no lower", found.Statement);
    }

    [TestMethod]
    public void ThresholdFor_OnlyAnswersSuffice_MayBeWrongAsOftenAsBoth()
    {
        // 118 rows, of which 59 may be taken for normal: enough for 5 % with 5 %, and not with 2.5 %; 60 normal answers likewise.
        var labels = Enumerable.Range(0, 60).Select(row => KeyValuePair.Create(row, RowLabel.Normal));
        var found = Bound(60, labels).ThresholdFor(0.05, 0.95);
        Assert.AreEqual(0, found.RowsAbove);
    }

    [TestMethod]
    [DataRow(300, 0.3, 0, 0.05)]
    [DataRow(1000, 0.1, 0, 0.02)]
    [DataRow(1000, 0.02, 60, 0.05)]
    [DataRow(200, 0.02, 150, 0.05)]
    public void ThresholdFor_RowsDrawnManyTimes_HoldsAsOftenAsItSays(int rowCount, double abnormalShare, int randomCount, double rate)
    {
        // Normal rows have exponential scores, so that a share exp(-t) lies above t; abnormal rows score 1.5 higher.
        var random = new Random(11);
        var (wrong, runCount) = (0, 2000);
        const double confidence = 0.9;
        for (var run = 0; run < runCount; run++)
        {
            bool[] isAbnormal = [.. Enumerable.Range(0, rowCount).Select(_ => random.NextDouble() < abnormalShare)];
            float[] scores = [.. isAbnormal.Select(x => (float)(-Math.Log(1 - random.NextDouble()) + (x ? 1.5 : 0)))];
            int[] drawn = [.. Enumerable.Range(0, rowCount).OrderBy(_ => random.Next()).Take(randomCount)];
            var labels = drawn.Select(row => KeyValuePair.Create(row, isAbnormal[row] ? RowLabel.Abnormal : RowLabel.Normal));
            var bound = new FalseAlarmBound(
                new TrainingRequest(Unlike(rowCount), PoolLabels.None(rowCount).With(labels)), scores, drawn);
            wrong += Math.Exp(-bound.ThresholdFor(rate, confidence).Threshold) > rate ? 1 : 0;
        }

        // Three standard errors of a share of 10 % in 2000 runs are 2 %.
        Assert.IsLessThanOrEqualTo(0.12, (double)wrong / runCount);
    }

    [TestMethod]
    public void ThresholdFor_AllRowsNormalAndKnown_IsNotMuchTooSure()
    {
        // 500 answered rows, all normal: the exact share of wrong thresholds is the largest binomial tail below 10 %.
        var random = new Random(12);
        var (wrong, runCount) = (0, 2000);
        for (var run = 0; run < runCount; run++)
        {
            float[] scores = [.. Enumerable.Range(0, 500).Select(_ => (float)-Math.Log(1 - random.NextDouble()))];
            var labels = PoolLabels.Copy([.. Enumerable.Repeat(RowLabel.Normal, 500)]);
            var bound = new FalseAlarmBound(new TrainingRequest(Unlike(500), labels), scores, []);
            wrong += Math.Exp(-bound.ThresholdFor(0.05, 0.9).Threshold) > 0.05 ? 1 : 0;
        }

        // Both sets are the same rows here, each allowed 5 %: P(B(500, 0.05) <= 16) is 0.033 and P(<= 17) is 0.053.
        Assert.AreEqual(0.033, (double)wrong / runCount, 0.013);
    }

    private static FeatureMatrix Unlike(int rowCount) =>
        FeatureMatrix.Copy([.. Enumerable.Range(0, rowCount).Select(row => (float)row)], 1);

    /// <summary>Row i scores i.</summary>
    private static FalseAlarmBound Bound(int rowCount, IEnumerable<KeyValuePair<int, RowLabel>> labels, int[]? drawn = null)
    {
        var pool = Unlike(rowCount);
        return new FalseAlarmBound(new TrainingRequest(pool, PoolLabels.None(rowCount).With(labels)), pool.Values, drawn ?? []);
    }
}
