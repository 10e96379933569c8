using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

/// <summary>Several annotators, whose answers come in any order, while the expert is asked ahead. Row i scores i.</summary>
[TestClass]
public sealed class SessionAnnotatorTests
{
    [TestMethod]
    public void Answer_OfSomebodyWhomThePolicyKeepsOut_Throws() => Assert.Contains(
        "takes no answers of 'ben'",
        Assert.ThrowsExactly<ArgumentException>(() => Queried(new OneAnnotatorPolicy()).Answer(9, RowLabel.Normal, "ben")).Message);

    [TestMethod]
    public void Answer_OneAnnotatorNamed_IsTheUsualOne()
    {
        var session = Queried(new OneAnnotatorPolicy("anna"));
        session.Answer(9, RowLabel.Normal);
        Assert.AreEqual("anna", session.Log.OfType<Events.RowAnswered>().Single().Annotator);
    }

    [TestMethod]
    public void Answer_TwoOfAMajorityDisagree_LeavesTheRowPendingUntilAThird()
    {
        var session = Queried(new MajorityPolicy(2));
        session.Answer(9, RowLabel.Abnormal, "anna");
        Assert.AreEqual(RowLabel.Unlabeled, session.Labels[9]);
        session.Answer(9, RowLabel.Normal, "ben");
        Assert.AreSequenceEqual([9, 8, 7], session.PendingRows);
        session.Answer(9, RowLabel.Abnormal, "carl");
        Assert.AreEqual(RowLabel.Abnormal, session.Labels[9]);
        Assert.AreSequenceEqual([8, 7], session.PendingRows);
    }

    [TestMethod]
    public void CanTrain_AnswerThatDecidesNothing_IsFalse()
    {
        var session = Queried(new MajorityPolicy(2));
        session.Answer(9, RowLabel.Abnormal, "anna");
        Assert.IsFalse(session.CanTrain);
        Assert.Contains("answer or skip rows 9, 8, 7", Assert.ThrowsExactly<InvalidOperationException>(() => session.Train()).Message);
        session.Answer(9, RowLabel.Abnormal, "ben");
        Assert.IsTrue(session.CanTrain);
    }

    [TestMethod]
    public void CanTrain_SecondAnswerThatAgrees_IsFalse()
    {
        var session = Queried(new LatestAnswerPolicy());
        session.Answer(9, RowLabel.Abnormal, "anna");
        session.Train();
        session.Answer(9, RowLabel.Abnormal, "ben");
        Assert.IsFalse(session.CanTrain);
        session.Answer(9, RowLabel.Normal, "carl");
        Assert.IsTrue(session.CanTrain);
        Assert.AreEqual((1, 0), (session.Train().NormalCount, session.History[^1].AbnormalCount));
    }

    [TestMethod]
    public void Outcome_DecisionsThatChange_AreCountedOnce()
    {
        // q moves by what came of the query: (1 normal, 1 abnormal, 1 skipped) leaves r = 1/2 and q = 0.8; one more anomaly gives
        // r = 2/3 and q = 0.8 - 2 * 0.2 * (2/3 - 1/2) = 0.7333.
        var session = new ActiveLearningSession(
            Pool(10),
            new FirstFeatureDetector(),
            new AdaptiveBoundaryStrategy(),
            new SessionOptions { BudgetPerStage = 3, LabelPolicy = new LatestAnswerPolicy() });
        session.Train();
        var rows = session.Query().Select(row => row.RowIndex).ToList();
        session.Answer(rows[0], RowLabel.Normal, "anna");
        session.Answer(rows[1], RowLabel.Normal, "anna");
        session.Skip(rows[2], "anna");
        session.Answer(rows[1], RowLabel.Abnormal, "ben");
        Assert.AreEqual(0.8, NextQuantile(session), 1e-12);
        session.Answer(rows[2], RowLabel.Abnormal, "ben");
        Assert.AreEqual(0.8 - (0.4 / 6), NextQuantile(session), 1e-12);
        session.Withdraw(rows[2], "ben");
        Assert.AreEqual(0.8, NextQuantile(session), 1e-12);
    }

    [TestMethod]
    public void Query_AheadWhileRowsWait_AsksOtherRows()
    {
        var session = Queried(new MajorityPolicy(2));
        session.Answer(9, RowLabel.Abnormal, "anna");
        Assert.ThrowsExactly<InvalidOperationException>(() => session.Query());
        Assert.AreSequenceEqual([6, 5, 4], session.Query(ahead: true).Select(row => row.RowIndex));
        Assert.AreSequenceEqual([9, 8, 7, 6, 5, 4], session.PendingRows);
        session.Answer(9, RowLabel.Abnormal, "ben");
        Assert.AreSequenceEqual([8, 7, 6, 5, 4], session.PendingRows);
    }

    [TestMethod]
    public void Query_AheadUntilNoRowIsLeft_AsksNone()
    {
        var session = Queried(new OneAnnotatorPolicy());
        Assert.AreSequenceEqual([6, 5, 4, 3, 2, 1, 0], session.Query(100, ahead: true).Select(row => row.RowIndex));
        Assert.IsEmpty(session.Query(ahead: true));
        Assert.AreEqual((10, 10), (session.PendingRows.Count, session.CandidateCount));
    }

    [TestMethod]
    public void Query_AheadWithoutAModel_Throws() => Assert.Contains(
        "First Train",
        Assert.ThrowsExactly<InvalidOperationException>(() => Session(new OneAnnotatorPolicy()).Query(ahead: true)).Message);

    private static double NextQuantile(ActiveLearningSession session)
    {
        session.Train();
        session.Query(1, ahead: true);
        return session.History[^1].BoundaryQuantile!.Value;
    }

    private static FeatureMatrix Pool(int rowCount) => FeatureMatrix.Copy([.. Enumerable.Range(0, rowCount).Select(row => (float)row)], 1);

    private static ActiveLearningSession Session(LabelPolicy policy) => new(
        Pool(10),
        new FirstFeatureDetector(),
        new HighConfidenceStrategy(),
        new SessionOptions { BudgetPerStage = 3, LabelPolicy = policy });

    private static ActiveLearningSession Queried(LabelPolicy policy)
    {
        var session = Session(policy);
        session.Train();
        session.Query();
        return session;
    }
}
