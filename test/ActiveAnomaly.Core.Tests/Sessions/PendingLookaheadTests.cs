using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>What would be asked next after an answer that nobody has given yet.</summary>
[TestClass]
public sealed class PendingLookaheadTests
{
    private static readonly SyntheticPool Surface = SyntheticPools.Surface(120);
    private static readonly FeatureMatrix Numbers = FeatureMatrix.Copy([.. Enumerable.Range(0, 10).Select(row => (float)row)], 1);

    [TestMethod]
    [DataRow("thirds")]
    [DataRow("boundary")]
    [DataRow("random")]
    public void ChooseOneByOne_EitherAnswer_IsWhatIsChosenAfterIt(string strategy)
    {
        var session = new ActiveLearningSession(
            Surface.Rows,
            new GaussianProcessDetector(new GaussianProcessOptions { Seed = 5 }),
            strategy switch
            {
                "thirds" => new ThirdsStrategy(),
                "boundary" => new AdaptiveBoundaryStrategy(),
                _ => new RandomStrategy(),
            },
            new SessionOptions { BudgetPerStage = 1, Seed = 2, Cache = new TrainingCache() });
        session.Train();
        var differing = 0;
        for (var question = 0; question < 24; question++)
        {
            var row = session.Query(1).Single().RowIndex;
            if (question % 7 == 6)
            {
                session.Skip(row);
                session.Train();
                continue;
            }

            var label = Surface.IsAbnormal[row] ? RowLabel.Abnormal : RowLabel.Normal;
            var other = label == RowLabel.Normal ? RowLabel.Abnormal : RowLabel.Normal;
            var otherwise = session.BeginLookahead(row, other).ChooseOneByOne(3);
            var ahead = session.BeginLookahead(row, label).ChooseOneByOne(3);
            session.Answer(row, label);
            session.Train();
            Assert.AreSequenceEqual(session.BeginQuery().ChooseOneByOne(3), ahead, $"Question {question}");
            differing += ahead.SequenceEqual(otherwise) ? 0 : 1;
        }

        // What draws by lot asks the same whatever the answer.
        Assert.IsTrue(strategy == "random" ? differing == 0 : differing > 5, $"{differing} differ");
    }

    [TestMethod]
    [DataRow(RowLabel.Normal)]
    [DataRow(RowLabel.Abnormal)]
    public void ChooseOneByOne_Trains_AsTheAnswerWould(RowLabel label)
    {
        var detector = new FirstFeatureDetector();
        var session = new ActiveLearningSession(
            Numbers, detector, new AdaptiveBoundaryStrategy(), new SessionOptions { BudgetPerStage = 2, Seed = 3 });
        session.Label(4, RowLabel.Abnormal);
        session.Train();
        session.Query(2);

        // Without an answer row 8 would be taken for abnormal itself: its score is above that of the one abnormal row.
        session.BeginLookahead(8, label).ChooseOneByOne(1);
        session.Label(8, label);
        session.Train();
        var (ahead, then) = (detector.Requests[^2], detector.Requests[^1]);
        Assert.AreNotSame(ahead, then);
        Assert.AreSequenceEqual(then.Labels.LabeledRows, ahead.Labels.LabeledRows);
        Assert.AreSequenceEqual(then.Labels.Values.ToArray(), ahead.Labels.Values.ToArray());
        Assert.AreSequenceEqual(then.PseudoAbnormalRows, ahead.PseudoAbnormalRows);
        Assert.IsNotEmpty(ahead.PseudoAbnormalRows);
        Assert.AreEqual(then.Stage, ahead.Stage);
        Assert.AreSame(then.Previous, ahead.Previous);
    }

    [TestMethod]
    public void ChooseOneByOne_RowNobodyAskedAbout_IsNotChosenItself()
    {
        var session = Trained();
        Assert.AreSequenceEqual([8, 7], Rows(session.BeginLookahead(9, RowLabel.Abnormal), 2));
        Assert.AreSequenceEqual([9, 8], Rows(session.BeginLookahead(3, RowLabel.Abnormal), 2));
    }

    [TestMethod]
    public void ChooseOneByOne_RowsThatWaitOrWereSkipped_AreNotChosen()
    {
        var session = Trained();
        session.Ask([9, 8, 7]);
        session.Skip(9);
        session.Train();
        Assert.AreSequenceEqual([6, 5], Rows(session.BeginLookahead(8, RowLabel.Normal), 2));
    }

    [TestMethod]
    public void BeginLookahead_Twins_AreNotChosenEither()
    {
        var session = new ActiveLearningSession(
            FeatureMatrix.Copy([1f, 2f, 3f, 3f, 2f], 1), new FirstFeatureDetector(), new HighConfidenceStrategy());
        session.Train();
        Assert.AreSequenceEqual([1, 0], Rows(session.BeginLookahead(2, RowLabel.Abnormal), 5));
    }

    /// <summary>Of three equal rows one is abnormal, and another one is found to be something: none of them is asked about.</summary>
    [TestMethod]
    [DataRow(RowLabel.Normal)]
    [DataRow(RowLabel.Abnormal)]
    public void BeginLookahead_TwinsThatContradict_IsWhatTheAnswerBrings(RowLabel label)
    {
        var session = new ActiveLearningSession(
            FeatureMatrix.Copy([1f, 2f, 3f, 3f, 3f], 1), new FirstFeatureDetector(), new HighConfidenceStrategy());
        session.Label(2, RowLabel.Abnormal);
        session.Train();
        session.Ask([3]);
        var ahead = Rows(session.BeginLookahead(3, label), 5);
        session.Answer(3, label);
        session.Train();
        Assert.AreSequenceEqual(session.BeginQuery().ChooseOneByOne(5).Select(chosen => chosen.Row), ahead);
        Assert.AreSequenceEqual([1, 0], ahead);
    }

    [TestMethod]
    public void BeginLookahead_LeavesTheSessionAsItIs()
    {
        var (looked, other) = (Trained(), Trained());
        foreach (var session in new[] { looked, other })
        {
            session.Query(2);
        }

        Rows(looked.BeginLookahead(9, RowLabel.Abnormal), 3);
        Rows(looked.BeginLookahead(9, RowLabel.Normal), 3);
        Assert.HasCount(other.Log.Count, looked.Log);
        Assert.IsFalse(looked.CanTrain);
        Assert.AreSequenceEqual([9, 8], looked.PendingRows);
        foreach (var session in new[] { looked, other })
        {
            session.Answer(9, RowLabel.Normal);
            session.Answer(8, RowLabel.Abnormal);
            session.Train();
        }

        Assert.AreEqual(other.History[^2].AbnormalCount, looked.History[^2].AbnormalCount);
        Assert.AreSequenceEqual(other.Labels.LabeledRows, looked.Labels.LabeledRows);
    }

    [TestMethod]
    public void BeginLookahead_SessionThatGoesOnMeanwhile_KnowsWhatWasKnownThen()
    {
        var session = Trained();
        var ahead = session.BeginLookahead(9, RowLabel.Abnormal);
        session.Label(8, RowLabel.Normal);
        session.Train();
        session.AddRows(FeatureMatrix.Copy([20f], 1));
        Assert.AreSequenceEqual([8, 7], Rows(ahead, 2));
    }

    [TestMethod]
    public void ChooseOneByOne_Cancelled_Throws()
    {
        var ahead = Trained().BeginLookahead(9, RowLabel.Abnormal);
        Assert.Throws<OperationCanceledException>(() => ahead.ChooseOneByOne(1, new CancellationToken(canceled: true)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ahead.ChooseOneByOne(0));
    }

    [TestMethod]
    public void BeginLookahead_OutOfOrder_Throws()
    {
        var session = new ActiveLearningSession(Numbers, new FirstFeatureDetector(), new HighConfidenceStrategy());
        Assert.Contains(
            "First Train",
            Assert.ThrowsExactly<InvalidOperationException>(() => session.BeginLookahead(0, RowLabel.Normal)).Message);
        session.Train();
        session.Label(2, RowLabel.Normal);
        Assert.Contains(
            "cannot look ahead now. First Train",
            Assert.ThrowsExactly<InvalidOperationException>(() => session.BeginLookahead(0, RowLabel.Normal)).Message);
    }

    [TestMethod]
    public void BeginLookahead_RowThatIsDecided_Throws()
    {
        var session = new ActiveLearningSession(
            Numbers,
            new FirstFeatureDetector(),
            new HighConfidenceStrategy(),
            labels: PoolLabels.None(10).With([new(5, RowLabel.Abnormal)]));
        session.Train();
        session.Label(2, RowLabel.Normal);
        session.Ask([9]);
        session.Skip(9);
        session.Train();
        foreach (var row in new[] { 2, 5, 9 })
        {
            Assert.StartsWith(
                $"Row {row} was labelled or skipped before",
                Assert.ThrowsExactly<ArgumentException>(() => session.BeginLookahead(row, RowLabel.Abnormal)).Message);
        }

        Assert.ThrowsExactly<ArgumentException>(() => session.BeginLookahead(3, RowLabel.Unlabeled));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => session.BeginLookahead(10, RowLabel.Normal));
    }

    private static int[] Rows(PendingLookahead ahead, int count) => [.. ahead.ChooseOneByOne(count).Select(chosen => chosen.Row)];

    private static ActiveLearningSession Trained()
    {
        var session = new ActiveLearningSession(Numbers, new FirstFeatureDetector(), new HighConfidenceStrategy());
        session.Train();
        return session;
    }
}
