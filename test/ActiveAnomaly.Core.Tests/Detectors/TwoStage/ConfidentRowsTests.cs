using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.TwoStage;

[TestClass]
public sealed class ConfidentRowsTests
{
    /// <summary>Rows 0 and 9 are twins.</summary>
    private static readonly FeatureMatrix Pool = FeatureMatrix.Copy([0, 1, 2, 3, 4, 5, 6, 7, 8, 0], 1);

    private static readonly TotalScores Total = new([0.9, 0.7, 0.1, 0.2, 0.3, 0.5, 0.6, 0.8, 0.1, 0.9], Alpha: 0.6, Beta: 0.3);

    [TestMethod]
    public void Of_Scores_TakesRowsWithTheirConfidence()
    {
        // 0 is labelled abnormal, 9 its twin, 3 labelled normal; 5 lies between.
        var labels = PoolLabels.None(10).With([new(0, RowLabel.Abnormal), new(3, RowLabel.Normal)]);
        var rows = ConfidentRows.Of(new TrainingRequest(Pool, labels), Total, 100)!;
        Assert.AreSequenceEqual([0, 1, 6, 7], rows.Abnormal.Select(row => row.Index));
        Assert.AreSequenceEqual([1, 0.7 / 0.9, 0.6 / 0.9, 0.8 / 0.9], rows.Abnormal.Select(row => row.Confidence));
        Assert.AreSequenceEqual([3, 2, 4, 8], rows.Normal.Select(row => row.Index));
        Assert.AreSequenceEqual([1, 1, (0.9 - 0.3) / (0.9 - 0.1), 1], rows.Normal.Select(row => row.Confidence));
    }

    [TestMethod]
    public void Of_PseudoAbnormalRow_IsALikelyAnomaly()
    {
        var labels = PoolLabels.None(10).With([new(0, RowLabel.Abnormal)]);
        var rows = ConfidentRows.Of(new TrainingRequest(Pool, labels) { PseudoAbnormalRows = [2] }, Total, 100)!;
        Assert.AreSequenceEqual([0, 1, 2, 6, 7], rows.Abnormal.Select(row => row.Index));
        Assert.AreEqual(0.1 / 0.9, rows.Abnormal[2].Confidence);
    }

    [TestMethod]
    public void Of_NoNormalRow_IsNull()
    {
        var labels = PoolLabels.None(10).With([new(0, RowLabel.Abnormal)]);
        Assert.IsNull(ConfidentRows.Of(new TrainingRequest(Pool, labels), Total with { Beta = 0.05 }, 100));
    }

    [TestMethod]
    public void Draw_ManyTimes_TakesRowsAsOftenAsTheirConfidenceSays()
    {
        var labels = PoolLabels.None(10).With([new(0, RowLabel.Abnormal), new(3, RowLabel.Normal)]);
        var rows = ConfidentRows.Of(new TrainingRequest(Pool, labels), Total, 100)!;
        var counts = new Dictionary<(float, bool), int>();
        const int drawCount = 4000;
        for (var draw = 0; draw < drawCount; draw++)
        {
            var drawn = rows.Draw(new SeededRandom(draw));
            Assert.IsTrue(drawn.Weights.All(weight => weight == 1));
            for (var i = 0; i < drawn.Rows.RowCount; i++)
            {
                var key = (drawn.Rows.Row(i)[0], drawn.IsAbnormal[i]);
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }

        // Five standard deviations of a share of 4,000.
        const double tolerance = 0.04;
        foreach (var (own, isAbnormal) in rows.Abnormal.Select(row => (row, true)).Concat(rows.Normal.Select(row => (row, false))))
        {
            var share = counts[(Pool.Row(own.Index)[0], isAbnormal)] / (double)drawCount;
            Assert.AreEqual(own.Confidence, share, tolerance, $"Row {own.Index}");
        }

        Assert.HasCount(8, counts);
    }

    [TestMethod]
    public void Draw_FewRowsATree_DrawsThemFromAllReliableOnes()
    {
        var labels = PoolLabels.None(10).With([new(0, RowLabel.Abnormal)]);
        var rows = ConfidentRows.Of(new TrainingRequest(Pool, labels), Total with { Alpha = 0.65 }, 2)!;
        var seen = new HashSet<float>();
        for (var draw = 0; draw < 200; draw++)
        {
            var drawn = rows.Draw(new SeededRandom(draw));
            float[] normal = [.. drawn.Rows.Values.ToArray().Where((_, i) => !drawn.IsAbnormal[i])];
            Assert.IsLessThanOrEqualTo(2, normal.Length);
            seen.UnionWith(normal);
        }

        Assert.AreSequenceEqual([2f, 3f, 4f, 8f], seen.Order());
    }
}
