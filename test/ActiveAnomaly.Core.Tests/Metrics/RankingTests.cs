using ActiveAnomaly.Data;

namespace ActiveAnomaly.Metrics;

[TestClass]
public sealed class RankingTests
{
    /// <summary>Sums of at most 10,000 halves are exact; one division.</summary>
    private const double Tolerance = 1e-15;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    public void RocAuc_RandomScoresWithTies_MatchesTheDefinition(int seed)
    {
        var random = new Random(seed);
        float[] scores = [.. Enumerable.Range(0, 150).Select(_ => (float)random.Next(20))];
        bool[] truth = [.. Enumerable.Range(0, 150).Select(_ => random.Next(4) == 0)];
        Assert.AreEqual(ByDefinition(scores, truth), Ranking.RocAuc(scores, truth), Tolerance);
    }

    [TestMethod]
    public void RocAuc_Infinities_RankAsNumbers()
    {
        float[] scores = [float.NegativeInfinity, 1, float.PositiveInfinity, float.PositiveInfinity, float.NegativeInfinity];
        bool[] truth = [false, true, true, false, true];
        Assert.AreEqual(ByDefinition(scores, truth), Ranking.RocAuc(scores, truth), Tolerance);
    }

    [TestMethod]
    public void RocAuc_ZerosOfBothSigns_Tie() => Assert.AreEqual(0.5, Ranking.RocAuc([0f, -0f], [true, false]));

    [TestMethod]
    public void RocAuc_AnomaliesAbove_IsOne() => Assert.AreEqual(1.0, Ranking.RocAuc([1, 2, 3, 4], [false, false, true, true]));

    [TestMethod]
    public void RocAuc_AnomaliesBelow_IsZero() => Assert.AreEqual(0.0, Ranking.RocAuc([4, 3, 2, 1], [false, false, true, true]));

    [TestMethod]
    public void RocAuc_AllScoresEqual_IsOneHalf() => Assert.AreEqual(0.5, Ranking.RocAuc([1, 1, 1], [false, true, true]));

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void RocAuc_OneKindOnly_IsNaN(bool kind) => Assert.AreEqual(double.NaN, Ranking.RocAuc([1, 2], [kind, kind]));

    [TestMethod]
    public void RocAuc_NoRows_IsNaN() => Assert.AreEqual(double.NaN, Ranking.RocAuc([], []));

    [TestMethod]
    public void RocAuc_NaN_ThrowsNamingTheRow() =>
        Assert.Contains("row 1", Assert.ThrowsExactly<ArgumentException>(() => Ranking.RocAuc([1, float.NaN], [true, false])).Message);

    [TestMethod]
    public void RocAuc_OtherLengths_Throws() =>
        Assert.AreEqual("isAbnormal", Assert.ThrowsExactly<ArgumentException>(() => Ranking.RocAuc([1, 2], [true])).ParamName);

    [TestMethod]
    public void RocAuc_Always_LeavesItsInputs()
    {
        float[] scores = [3, 1, 2];
        Ranking.RocAuc(scores, [true, false, true]);
        Assert.AreSequenceEqual(new float[] { 3, 1, 2 }, scores);
    }

    [TestMethod]
    public void PrecisionRecallAuc_DistinctScores_MatchesHandArithmetic() =>
        // Precision 1 at recall 0; abnormal (1/1, recall 1/2), normal (1/2), normal (1/3), abnormal (2/4, recall 1): 1/2 (1 + 1) / 2 and
        // 1/2 (1/3 + 1/2) / 2.
        Assert.AreEqual(
            0.5 + ((1.0 / 3) + 0.5) / 4, Ranking.PrecisionRecallAuc([5, 4, 3, 2], [true, false, false, true]), Tolerance);

    /// <summary>A constant score has one point, the share of anomalies at recall 1, and the line to precision 1 at recall 0.</summary>
    [TestMethod]
    public void PrecisionRecallAuc_AllScoresEqual_IsHalfOfOneAndTheShare() =>
        Assert.AreEqual((1 + 0.25) / 2, Ranking.PrecisionRecallAuc([1, 1, 1, 1], [false, true, false, false]), Tolerance);

    [TestMethod]
    public void PrecisionRecallAuc_AnomaliesAbove_IsOne() =>
        Assert.AreEqual(1.0, Ranking.PrecisionRecallAuc([1, 2, 3, 4], [false, false, true, true]), Tolerance);

    [TestMethod]
    public void PrecisionRecallAuc_NoAnomaly_IsNaN() => Assert.AreEqual(double.NaN, Ranking.PrecisionRecallAuc([1, 2], [false, false]));

    [TestMethod]
    [DataRow(1, 1.0)]
    [DataRow(2, 0.5)]
    [DataRow(3, 2.0 / 3)]
    [DataRow(5, 3.0 / 5)]
    public void PrecisionAt_DistinctScores_MatchesHandArithmetic(int k, double expected) =>
        Assert.AreEqual(expected, Ranking.PrecisionAt([5, 3, 4, 2, 1], [true, true, false, false, true], k), Tolerance);

    [TestMethod]
    public void PrecisionAt_Ties_IsTheMeanOverAllOrders()
    {
        // Scores 3, then four rows of 2 of which one is abnormal, then 1; every order of the rows.
        float[] scores = [3, 2, 2, 2, 2, 1];
        bool[] truth = [true, false, true, false, false, true];
        for (var k = 1; k <= 6; k++)
        {
            var found = Enumerable.Range(0, 24).Select(order => Taken(order, k)).Average();
            Assert.AreEqual(found / k, Ranking.PrecisionAt(scores, truth, k), 1e-12, $"At {k}");
        }

        double Taken(int order, int k)
        {
            List<bool> left = [.. truth[1..5]], tied = [];
            for (var count = 4; count > 0; order /= count--)
            {
                tied.Add(left[order % count]);
                left.RemoveAt(order % count);
            }

            return ((bool[])[truth[0], .. tied, truth[5]]).Take(k).Count(abnormal => abnormal);
        }
    }

    [TestMethod]
    public void PrecisionAt_AnyOrderOfTheRows_IsTheSame() => Assert.AreEqual(
        Ranking.PrecisionAt([1, 1, 1, 1], [true, false, false, false], 2),
        Ranking.PrecisionAt([1, 1, 1, 1], [false, false, false, true], 2));

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    public void PrecisionAt_AsManyRowsAsThereAreNot_Throws(int k) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ranking.PrecisionAt([1, 2], [true, false], k));

    [TestMethod]
    public void AveragePrecision_DistinctScores_MatchesHandArithmetic() =>
        // From the highest: abnormal (1/1), normal, abnormal (2/3), normal, abnormal (3/5).
        Assert.AreEqual(
            ((1.0 / 1) + (2.0 / 3) + (3.0 / 5)) / 3,
            Ranking.AveragePrecision([5, 4, 3, 2, 1], [true, false, true, false, true]),
            Tolerance);

    [TestMethod]
    public void AveragePrecision_Ties_PassTogether() =>
        // 4: abnormal (1/1); 3, 3: one abnormal of two, precision 2/3; 1: normal.
        Assert.AreEqual(((1.0 / 1) + (2.0 / 3)) / 2, Ranking.AveragePrecision([3, 1, 3, 4], [false, false, true, true]), Tolerance);

    [TestMethod]
    public void AveragePrecision_TiesAtOneEndOnly_PassTogether() =>
        // Two rows pass at 2, one of them abnormal: 1/2; the abnormal row below makes 2 of 3.
        Assert.AreEqual((0.5 + (2.0 / 3)) / 2, Ranking.AveragePrecision([1, 2, 2], [true, true, false]), 1e-12);

    [TestMethod]
    public void AveragePrecision_AllScoresEqual_IsTheShareOfAnomalies() =>
        Assert.AreEqual(0.25, Ranking.AveragePrecision([1, 1, 1, 1], [false, true, false, false]));

    [TestMethod]
    public void AveragePrecision_NoAnomaly_IsNaN() => Assert.AreEqual(double.NaN, Ranking.AveragePrecision([1, 2], [false, false]));

    [TestMethod]
    public void AveragePrecision_OnlyAnomalies_IsOne() => Assert.AreEqual(1.0, Ranking.AveragePrecision([1, 2], [true, true]));

    [TestMethod]
    public void AveragePrecision_NaN_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => Ranking.AveragePrecision([1, float.NaN], [true, false]));

    [TestMethod]
    public void IsAbnormal_Labels_TellsAbnormalRows() =>
        Assert.AreSequenceEqual([true, false], Ranking.IsAbnormal([RowLabel.Abnormal, RowLabel.Normal]));

    [TestMethod]
    public void IsAbnormal_UnlabeledRow_ThrowsNamingIt() =>
        Assert.Contains(
            "Row 1 ",
            Assert.ThrowsExactly<ArgumentException>(() => Ranking.IsAbnormal([RowLabel.Normal, RowLabel.Unlabeled])).Message);

    private static double ByDefinition(float[] scores, bool[] truth)
    {
        var (sum, pairs) = (0.0, 0);
        for (var i = 0; i < scores.Length; i++)
        {
            for (var j = 0; j < scores.Length; j++)
            {
                if (truth[i] && !truth[j])
                {
                    sum += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    pairs++;
                }
            }
        }

        return sum / pairs;
    }
}
