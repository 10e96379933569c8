using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Presets;

[TestClass]
public sealed class AuthorsProgramTests
{
    [TestMethod]
    public void Detectors_OfTheProgram_DifferFromTheDefaultsOnlyAsStated() => Assert.AreEqual(
        (new DeepSvddOptions { CenterRows = CenterRows.FullMinibatches }, new DeepSadOptions { CenterRows = CenterRows.FullMinibatches, WeightsNormalRows = false },
            new NceOptions { CenterRows = CenterRows.FullMinibatches }),
        (AuthorsProgram.DeepSvdd, AuthorsProgram.DeepSad, AuthorsProgram.Nce));

    [TestMethod]
    public void AdaptiveBoundary_OfTheProgram_TakesRanksWithoutLimit()
    {
        var strategy = (AdaptiveBoundaryStrategy)AuthorsProgram.AdaptiveBoundary;
        Assert.AreEqual((AdaptiveBoundarySelection.FromRank, false), (strategy.Selection, strategy.LimitsQuantile));
    }

    [TestMethod]
    public void Session_OfTheProgram_Runs()
    {
        var pool = SyntheticPools.Noise();
        var session = new ActiveLearningSession(
            pool.Rows, new NceDetector(AuthorsProgram.Nce with { Seed = 1, PretrainingEpochCount = 2, EpochCount = 2 }), AuthorsProgram.AdaptiveBoundary, AuthorsProgram.Session);
        session.Run(row => pool.IsAbnormal[row.RowIndex] ? Answer.Abnormal : Answer.Normal, 3);
        Assert.HasCount(4, session.History);
    }
}
