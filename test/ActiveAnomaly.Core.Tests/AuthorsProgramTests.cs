using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly;

/// <summary>What the authors' program does differently, by its effect.</summary>
[TestClass]
public sealed class AuthorsProgramTests
{
    private static readonly SyntheticPool Pool = SyntheticPools.Noise();

    [TestMethod]
    public void Center_OfEveryMethod_LeavesOutThePartialMinibatch()
    {
        // 40 rows in minibatches of 16: 8 rows are left out, and so the centre is another one than that of all rows.
        Assert.IsFalse(Bits.Equal(
            Center(new DeepSvddDetector(Quick(new DeepSvddOptions()))),
            Center(new DeepSvddDetector(Quick(AuthorsProgram.DeepSvdd)))));
        Assert.IsFalse(Bits.Equal(
            Center(new DeepSadDetector(Quick(new DeepSadOptions()))),
            Center(new DeepSadDetector(Quick(AuthorsProgram.DeepSad)))));
        Assert.IsFalse(Bits.Equal(Center(new NceDetector(Quick(new NceOptions()))), Center(new NceDetector(Quick(AuthorsProgram.Nce)))));
    }

    [TestMethod]
    public void DeepSad_NormalLabels_CountLikeUnlabelledRows()
    {
        var detector = new DeepSadDetector(Quick(AuthorsProgram.DeepSad) with { Eta = 3 });
        var without = detector.Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(0, 3)));
        var with = detector.Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(5, 3)));
        Bits.AreEqual(without.Scores.Span, with.Scores.Span, "Scores");
    }

    [TestMethod]
    public void UaiHead_OfTheProgram_LeavesQueriesToTheScore()
    {
        var detector = new DeepSvddDetector(Quick(AuthorsProgram.DeepSvdd) with { UaiHead = AuthorsProgram.UaiHead });
        Assert.IsFalse(detector.Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(5, 5))).Model.TryGet<IQueryScorer>(out _));
    }

    [TestMethod]
    public void AdaptiveBoundary_TenScores_AsksFromRankEight() =>
        // int(10 * 0.8) = 8; the row closest to the boundary 7.2 would be 7.
        Assert.AreSequenceEqual([8, 9], AuthorsProgram.AdaptiveBoundary.Select(QueryContexts.Of([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), 2));

    [TestMethod]
    public void AdaptiveBoundary_ThreeQueriesOfAnomalies_LowersTheQuantileBelowZero()
    {
        // 0.8 - 0.2 = 0.6, 0.6 - 0.4 = 0.2, 0.2 - 0.8 = -0.6, asked at 0; with a quarter abnormal then -0.6 + 2 * 1.6 * 0.25 = 0.2.
        QueryOutcome[] history = [new(0, 6, 0), new(0, 6, 0), new(0, 6, 0)];
        Assert.AreEqual(0, AuthorsProgram.AdaptiveBoundary.BoundaryQuantile(history)!.Value);
        Assert.AreEqual(0.2, AuthorsProgram.AdaptiveBoundary.BoundaryQuantile([.. history, new(3, 1, 0)])!.Value, 1e-12);
    }

    [TestMethod]
    public void DecisionBoundary_OfTheProgram_ComparesTheScoreWithTheRadius() =>
        // |4 - 3| is the smallest; by distance it would be the row of score 9.
        Assert.AreSequenceEqual([1], AuthorsProgram.DecisionBoundary.Select(QueryContexts.Of([1, 4, 9, 16], radius: 3f), 1));

    [TestMethod]
    public void Session_EqualRows_AsksAboutEach() => Assert.IsTrue(AuthorsProgram.Session.AsksTwins);

    [TestMethod]
    public void Session_MorePseudoAbnormalRowsThanHalf_DrawsSomeTwice()
    {
        // All of 99 unlabelled rows score like the anomaly, and half of them are drawn: without replacement that gives 49.
        static int Count(SessionOptions options) => options.PseudoAbnormalSelection.Select(
            new float[100], QueryContexts.Labels(100, abnormal: [0]), budget: 6, new SeededRandom(1)).Length;
        Assert.AreEqual(49, Count(new SessionOptions()));
        Assert.IsInRange(25, 45, Count(AuthorsProgram.Session));
    }

    [TestMethod]
    public void Session_OfTheProgram_Runs()
    {
        var session = new ActiveLearningSession(
            Pool.Rows, new NceDetector(Quick(AuthorsProgram.Nce)), AuthorsProgram.AdaptiveBoundary, AuthorsProgram.Session);
        session.Run(row => Pool.IsAbnormal[row.RowIndex] ? Answer.Abnormal : Answer.Normal, 3);
        Assert.HasCount(4, session.History);
    }

    private static TOptions Quick<TOptions>(TOptions options)
        where TOptions : DeepOneClassOptions => options with { Seed = 1, PretrainingEpochCount = 2, EpochCount = 2, BatchSize = 16 };

    private static float[] Center(Detector detector) =>
        ((DeepOneClassModel)detector.Fit(new TrainingRequest(Pool.Rows)).Model).Center.ToArray();
}
