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

    private static IReadOnlyList<SessionStage> History()
    {
        var session = new ActiveLearningSession(
            FeatureMatrix.Copy([0, 1, 2, 3, 4, 5], 1),
            new FirstFeatureDetector(),
            new HighConfidenceStrategy(),
            new SessionOptions { BudgetPerStage = 2 });
        session.Run(row => Truth[row.RowIndex] ? Answer.Abnormal : Answer.Normal, 1);
        return session.History;
    }
}
