using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class ScoreHistogramTests
{
    [TestMethod]
    public async Task Counts_OfScores_AreOfEquallyWideParts()
    {
        var histogram = new ScoreHistogram(await ModelAsync(0, 1, 2.5f, 4, 4, 10), 4);
        Assert.AreEqual((0f, 10f), (histogram.Minimum, histogram.Maximum));

        // Parts of 2.5: [0, 2.5), [2.5, 5), [5, 7.5), [7.5, 10].
        Assert.AreSequenceEqual([2, 3, 0, 1], histogram.Counts);
        Assert.AreSequenceEqual([1, 0, 0, 1], histogram.CountsOf([0, 5]));
    }

    [TestMethod]
    public async Task Counts_AllEqual_AreInTheFirstPart()
    {
        var histogram = new ScoreHistogram(await ModelAsync(3, 3, 3), 4);
        Assert.AreSequenceEqual([3, 0, 0, 0], histogram.Counts);
    }

    [TestMethod]
    public async Task Counts_FarthestScoresThatThereAre_AreCounted()
    {
        var histogram = new ScoreHistogram(await ModelAsync(float.MinValue, 0, float.MaxValue), 4);
        Assert.AreSequenceEqual([1, 0, 1, 1], histogram.Counts);
    }

    private static async Task<ModelState> ModelAsync(params float[] scores)
    {
        using var session = LabelingSession.Create(
            new MemorySessionStore(),
            "a",
            FeatureMatrix.FromRows([.. scores.Select(score => new[] { score })]),
            new LabelingOptions { Detector = new FirstFeatureDetector(radius: 1), Strategy = new HighConfidenceStrategy(), Seed = 1 });
        return await session.WaitForModelAsync();
    }
}
