using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.TwoStage;

[TestClass]
public sealed class TotalScoresTests
{
    /// <summary>
    /// A feature of mean 2, three rows each at 1 and 3 and two at 2, and one that never changes. The labelled anomalies, both 3, are one
    /// group.
    /// </summary>
    private static readonly FeatureMatrix Pool = FeatureMatrix.Copy([1, 7, 3, 7, 3, 7, 1, 7, 2, 7, 2, 7, 3, 7, 1, 7], 2);

    [TestMethod]
    public void Of_SmallPool_IsTheHandArithmetic()
    {
        var labels = PoolLabels.None(8).With([new(1, RowLabel.Abnormal), new(2, RowLabel.Abnormal)]);
        float[] isolation = [0.3f, 0.7f, 0.5f, 0.3f, 0.4f, 0.5f, 0.6f, 0.3f];
        var total = TotalScores.Of(
            new TrainingRequest(Pool, labels), isolation, new TwoStageOptions { IsolationShare = 0.75 }, new SeededRandom(1));

        // The variance is 6/8: squared distances from 3 in deviations, over two features, are 4 / (6/8) / 2 of 1 and 1 / (6/8) / 2 of 2.
        var (far, middle) = (Math.Exp(-8 / 3.0), Math.Exp(-2 / 3.0));
        double Similarity(double raw) => (raw - far) / (1 - far);
        double[] expected =
        [
            0, 0.75 + 0.25, (0.75 * 0.5) + 0.25, 0, (0.75 * 0.25) + (0.25 * Similarity(middle)), (0.75 * 0.5) + (0.25 * Similarity(middle)),
            (0.75 * 0.75) + 0.25, 0,
        ];
        for (var row = 0; row < 8; row++)
        {
            Assert.AreEqual(expected[row], total.Scores[row], 1e-6, $"Row {row}");
        }

        Assert.AreEqual((1 + 0.625) / 2, total.Alpha, 1e-6);
        Assert.AreEqual((expected[4] + expected[5]) / 2, total.Beta, 1e-6);
        Assert.AreEqual((0.0, 1.0), (total.Lowest, total.Highest));
    }

    /// <summary>
    /// Half of the rows have one score, whatever it is: the median is it to the bit, and none of them lies above. Rounded it was less in
    /// some cases.
    /// </summary>
    [TestMethod]
    public void Of_MedianThatManyRowsHave_IsTheirScore()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new SeededRandom(seed);
            var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 50).Select(row => row < 30 ? 0.3f : (float)random.NextDouble())], 1);
            float[] isolation = [.. Enumerable.Range(0, 50).Select(row => row < 30 ? 0.41f : (float)(0.3 + (0.5 * random.NextDouble())))];
            var request = new TrainingRequest(pool, PoolLabels.None(50).With([new(49, RowLabel.Abnormal)]));
            var total = TotalScores.Of(request, isolation, new TwoStageOptions(), random);

            Assert.AreEqual(total.Scores.Order().Skip(24).Take(2).Average(), total.Beta, $"Seed {seed}");
        }
    }

    [TestMethod]
    public void Of_EqualRows_IsZero()
    {
        var pool = FeatureMatrix.Copy([5, 5, 5], 1);
        var request = new TrainingRequest(pool, PoolLabels.None(3).With([new(1, RowLabel.Abnormal)]));
        Assert.AreSequenceEqual([0, 0, 0], TotalScores.Of(request, [0.5f, 0.5f, 0.5f], new TwoStageOptions(), new SeededRandom(1)).Scores);
    }
}
