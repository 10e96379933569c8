using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

/// <summary>Rows score 0 ... 5; rows 1, 4 and 5 are abnormal; stage 0 asks about rows 5 and 4.</summary>
[TestClass]
public sealed class StageEvaluationTests
{
    /// <summary>A few roundings in double precision of numbers below 1.</summary>
    private const double Tolerance = 1e-15;

    private static readonly bool[] Truth = [false, true, false, false, true, true];

    [TestMethod]
    public void Of_FirstStage_CoversAllRowsBothWays()
    {
        var evaluation = StageEvaluation.Of(History(), 0, Truth);
        Assert.AreEqual((evaluation.RocAuc, evaluation.AveragePrecision), (evaluation.UnaskedRocAuc, evaluation.UnaskedAveragePrecision));
    }

    [TestMethod]
    public void Of_AnyStage_RanksAllRows() =>
        // Of 9 pairs, row 1 is above row 0 only, rows 4 and 5 above all three.
        Assert.AreEqual(7.0 / 9, StageEvaluation.Of(History(), 1, Truth).RocAuc, Tolerance);

    [TestMethod]
    public void Of_AnyStage_HasTheAveragePrecisionOfAllRows() =>
        // 5: 1/1, 4: 2/2, 1: 3/5.
        Assert.AreEqual((1 + 1 + 0.6) / 3, StageEvaluation.Of(History(), 1, Truth).AveragePrecision, Tolerance);

    [TestMethod]
    public void Of_SecondStage_RanksTheRowsNeverAskedApart() =>
        // Rows 0 to 3: row 1 is above row 0 only.
        Assert.AreEqual(1.0 / 3, StageEvaluation.Of(History(), 1, Truth).UnaskedRocAuc, Tolerance);

    [TestMethod]
    public void Of_SecondStage_HasTheAveragePrecisionOfTheRowsNeverAsked() =>
        Assert.AreEqual(1.0 / 3, StageEvaluation.Of(History(), 1, Truth).UnaskedAveragePrecision, Tolerance);

    [TestMethod]
    [DataRow(5)]
    [DataRow(7)]
    public void Of_OtherNumberOfTruths_Throws(int count) =>
        Assert.ThrowsExactly<ArgumentException>(() => StageEvaluation.Of(History(), 0, new bool[count]));

    [TestMethod]
    [DataRow(-1)]
    [DataRow(2)]
    public void Of_NoSuchStage_Throws(int stage) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => StageEvaluation.Of(History(), stage, Truth));

    [TestMethod]
    public void Of_PoolOfFewerRows_Throws() => Assert.ThrowsExactly<ArgumentException>(
        () => StageEvaluation.Of(History(), 0, Truth, FeatureMatrix.Copy([1, 2, 3], 1)));

    [TestMethod]
    public void Of_TwinsOfNobodyAsked_AreRankedOnTheirOwn()
    {
        // Rows 5 and 6, the highest, are twins and both asked; rows 4 and 7 are twins of each other, and of nobody asked.
        bool[] truth = [false, true, false, false, true, true, false, true];
        var pool = FeatureMatrix.FromRows([[0, 0], [1, 1], [2, 2], [3, 3], [4, 1], [5, 5], [5, 5], [4, 1]]);
        var history = History(pool, truth);
        Assert.AreSequenceEqual([5, 6], history[0].QueriedRows);
        var evaluation = StageEvaluation.Of(history, 1, truth, pool);

        // Without rows 5 and 6: row 1 is above 0 alone, rows 4 and 7 above 0, 2 and 3: 7 of 9.
        Assert.AreEqual(7.0 / 9, evaluation.UnaskedRocAuc, Tolerance);

        // Rows 4 and 7 share a score, 2 of 2; then 3, 2, 1: the third of five.
        Assert.AreEqual((1 + 1 + 0.6) / 3, evaluation.UnaskedAveragePrecision, Tolerance);
        Assert.AreEqual(evaluation, StageEvaluation.Of(history, 1, truth));
    }

    [TestMethod]
    public void Of_TwinsOfAskedRows_AreLeftOutWhereThePoolIsKnown()
    {
        // Rows 0 and 3 are asked, the first of the highest. Row 4 is as row 0; row 3 has no twin.
        var pool = FeatureMatrix.FromRows([[3, 0], [1, 0], [2, 0], [3, 1], [3, 0]]);
        bool[] truth = [true, true, false, false, false];
        var history = History(pool, truth);
        Assert.AreSequenceEqual([0, 3], history[0].QueriedRows);

        // Rows 1, 2 and 4 are left, of which row 1, the abnormal one, is the lowest; with the pool row 4 is not.
        Assert.AreEqual(0, StageEvaluation.Of(history, 1, truth).UnaskedRocAuc);
        Assert.AreEqual(1.0 / 3, StageEvaluation.Of(history, 1, truth).UnaskedAveragePrecision, Tolerance);
        Assert.AreEqual(1.0 / 2, StageEvaluation.Of(history, 1, truth, pool).UnaskedAveragePrecision, Tolerance);

        // All rows: the twins do not matter.
        Assert.AreEqual(StageEvaluation.Of(history, 1, truth).RocAuc, StageEvaluation.Of(history, 1, truth, pool).RocAuc);
    }

    [TestMethod]
    public void Of_LaterTwinAsked_LeavesTheFirstOut()
    {
        // Row 0 is labelled beforehand, so that rows 3 and 4 are asked, of which 4 is as row 0. Row 1 is the lowest of those left.
        var pool = FeatureMatrix.FromRows([[3, 0], [1, 0], [2, 0], [3, 1], [3, 0]]);
        bool[] truth = [false, true, false, false, false];
        var history = History(pool, truth, QueryContexts.Labels(5, normal: [0]));
        Assert.AreSequenceEqual([3, 4], history[0].QueriedRows);
        Assert.AreEqual(1.0 / 3, StageEvaluation.Of(history, 1, truth).UnaskedAveragePrecision, Tolerance);
        Assert.AreEqual(1.0 / 2, StageEvaluation.Of(history, 1, truth, pool).UnaskedAveragePrecision, Tolerance);
    }

    [TestMethod]
    public void Of_ResumedOrForgetfulSession_IsThatOfTheWholeHistory()
    {
        // Two queries of two rows: what was asked first is known from the log alone.
        float[] features = [.. Enumerable.Range(0, 12).Select(row => (float)(row * 5 % 12))];
        var pool = FeatureMatrix.Copy(features, 1);
        bool[] truth = [.. features.Select(feature => feature is 11 or 8 or 6 or 3)];
        var (whole, forgetful) = (Run(pool, truth, keptStageCount: null), Run(pool, truth, keptStageCount: 1));
        var resumed = ActiveLearningSession.Resume(whole.Log, pool, new FirstFeatureDetector(), new HighConfidenceStrategy(), Options(1));
        var expected = StageEvaluation.Of(whole.History, 2, truth, pool);

        // Of features 0 to 7 are left: 6 and 3 are abnormal, with 5 and 3 of 6 normal rows below.
        Assert.AreEqual(8.0 / 12, expected.UnaskedRocAuc, Tolerance);
        Assert.AreEqual(expected, StageEvaluation.Of(whole, 2, truth));
        Assert.AreEqual(expected, StageEvaluation.Of(forgetful, 2, truth));
        Assert.AreEqual(expected, StageEvaluation.Of(resumed, 2, truth));
        Assert.AreEqual(StageEvaluation.Of(whole.History, 1, truth, pool), StageEvaluation.Of(whole, 1, truth));
    }

    [TestMethod]
    public void Of_SessionWithTwins_LeavesTheTwinsOfAskedRowsOut()
    {
        var pool = FeatureMatrix.FromRows([[3, 0], [1, 0], [2, 0], [3, 1], [3, 0]]);
        bool[] truth = [true, true, false, false, false];
        var session = new ActiveLearningSession(pool, new FirstFeatureDetector(), new HighConfidenceStrategy(), Options(null));
        session.Run(row => truth[row.RowIndex] ? Answer.Abnormal : Answer.Normal, 1);
        Assert.AreEqual(1.0 / 2, StageEvaluation.Of(session, 1, truth).UnaskedAveragePrecision, Tolerance);
    }

    [TestMethod]
    public void Of_HistoryWithoutItsBeginning_ThrowsRatherThanCallingAskedRowsUnasked()
    {
        var session = Run(FeatureMatrix.Copy([0, 1, 2, 3, 4, 5], 1), Truth, keptStageCount: 1);
        var exception = Assert.ThrowsExactly<ArgumentException>(() => StageEvaluation.Of(session.History, 0, Truth));
        Assert.AreEqual("history", exception.ParamName);
        Assert.Contains("begins with stage 2", exception.Message);
        Assert.Contains("Give the session", exception.Message);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(-1)]
    public void Of_StageThatTheSessionHasNot_ThrowsSayingWhichThereAre(int stage)
    {
        var session = Run(FeatureMatrix.Copy([0, 1, 2, 3, 4, 5], 1), Truth, keptStageCount: 1);
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => StageEvaluation.Of(session, stage, Truth));
        Assert.Contains("the stages 2 to 2, and not of stage " + stage, exception.Message);
    }

    private static ActiveLearningSession Run(FeatureMatrix pool, bool[] truth, int? keptStageCount)
    {
        var session = new ActiveLearningSession(
            pool, new FirstFeatureDetector(), new HighConfidenceStrategy(), Options(keptStageCount));
        session.Run(row => truth[row.RowIndex] ? Answer.Abnormal : Answer.Normal, 2);
        return session;
    }

    private static SessionOptions Options(int? keptStageCount) =>
        new() { BudgetPerStage = 2, AsksTwins = true, KeptStageCount = keptStageCount };

    private static IReadOnlyList<SessionStage> History() => History(FeatureMatrix.Copy([0, 1, 2, 3, 4, 5], 1), Truth);

    private static IReadOnlyList<SessionStage> History(FeatureMatrix pool, bool[] truth, PoolLabels? labels = null)
    {
        var session = new ActiveLearningSession(
            pool,
            new FirstFeatureDetector(),
            new HighConfidenceStrategy(),
            new SessionOptions { BudgetPerStage = 2, AsksTwins = true },
            labels);
        session.Run(row => truth[row.RowIndex] ? Answer.Abnormal : Answer.Normal, 1);
        return session.History;
    }
}
