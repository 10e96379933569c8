using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>Labels that became known without a query.</summary>
[TestClass]
public sealed class SessionLabelTests
{
    private static readonly FeatureMatrix Pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 10).Select(row => (float)row)], 1);

    [TestMethod]
    public void Label_RowNobodyAskedAbout_IsALabelAndOutdatesTheModel()
    {
        var session = Trained();
        session.Label(9, RowLabel.Abnormal);
        session.Label(2, RowLabel.Normal);
        Assert.AreSequenceEqual([9, 2], session.Labels.LabeledRows);
        Assert.AreEqual(RowLabel.Abnormal, session.Labels[9]);
        Assert.AreEqual(8, session.CandidateCount);
        Assert.AreEqual(SessionState.ReadyToTrain, session.State);
    }

    [TestMethod]
    public void Label_SaidElsewhere_KeepsWhenAndHasItsOwnTimeInTheLog()
    {
        var said = new DateTimeOffset(2026, 5, 1, 14, 0, 0, TimeSpan.FromHours(2));
        var session = Trained();
        session.Label(9, RowLabel.Abnormal, saidAt: said);
        var labeled = (RowLabeled)session.Log[^1];
        session.Ask([3, 4]);
        session.Label(3, RowLabel.Normal, saidAt: said);
        var answered = (RowAnswered)session.Log[^1];
        session.Skip(4, saidAt: said);
        var skipped = (RowAnswered)session.Log[^1];
        session.Note(5, "x", saidAt: said);
        var noted = (RowNoted)session.Log[^1];
        foreach (var (kept, happened) in new (DateTimeOffset?, SessionEvent)[]
        {
            (labeled.SaidAt, labeled), (answered.SaidAt, answered), (skipped.SaidAt, skipped), (noted.SaidAt, noted),
        })
        {
            Assert.AreEqual(said, kept);
            Assert.IsGreaterThan(said.AddDays(1), happened.Time);
            Assert.Contains("\"SaidAt\":\"2026-05-01T12:00:00+00:00\"", SessionEventJson.Write(happened));
        }

        Assert.AreEqual(labeled, SessionEventJson.Read(SessionEventJson.Write(labeled)));
        Assert.AreEqual(answered, SessionEventJson.Read(SessionEventJson.Write(answered)));
    }

    [TestMethod]
    public void Label_SaidHere_IsWrittenAsInLogsThatDoNotKnowOfElsewhere()
    {
        var session = Trained();
        session.Label(9, RowLabel.Abnormal);
        session.Note(9, "x");
        Assert.IsFalse(session.Log.Any(past => SessionEventJson.Write(past).Contains("SaidAt", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Label_BeforeTheFirstTraining_IsTrainedOn()
    {
        var session = Session();
        session.Label(4, RowLabel.Abnormal);
        Assert.AreEqual(1, session.Train().AbnormalCount);
    }

    [TestMethod]
    public void Label_RowNobodyAskedAbout_IsNotAskedLater()
    {
        var session = Trained();
        session.Label(9, RowLabel.Abnormal);
        session.Train();
        Assert.AreSequenceEqual([8, 7], session.Query().Select(row => row.RowIndex));
    }

    [TestMethod]
    public void Label_WhileRowsWait_LeavesThemWaiting()
    {
        var session = Queried();
        session.Label(0, RowLabel.Normal);
        Assert.AreSequenceEqual([9, 8], session.PendingRows);
        Assert.AreSequenceEqual([null, null], session.History[0].Answers);
    }

    [TestMethod]
    public void Label_RowThatWaits_IsItsAnswer()
    {
        var session = Queried();
        session.Label(9, RowLabel.Abnormal);
        Assert.AreSequenceEqual([8], session.PendingRows);
        Assert.IsInstanceOfType<RowAnswered>(session.Log[^1]);
        Assert.AreEqual(1, session.History[0].Outcome.AbnormalCount);
    }

    [TestMethod]
    public void Label_TheSameTwice_ChangesNothing()
    {
        var session = Trained();
        session.Label(3, RowLabel.Normal);
        var count = session.Log.Count;
        session.Label(3, RowLabel.Normal);
        Assert.HasCount(count, session.Log);
    }

    [TestMethod]
    public void Label_OtherThanBefore_Throws()
    {
        var session = Trained();
        session.Label(3, RowLabel.Normal);
        Assert.Contains(
            "Withdraw the earlier answer",
            Assert.ThrowsExactly<ArgumentException>(() => session.Label(3, RowLabel.Abnormal)).Message);
    }

    [TestMethod]
    public void Withdraw_OfALabel_MakesTheRowACandidateAgain()
    {
        var session = Trained();
        session.Label(9, RowLabel.Abnormal);
        session.Withdraw(9);
        Assert.AreEqual(0, session.Labels.LabeledCount);
        Assert.IsEmpty(session.PendingRows);
        session.Train();
        Assert.AreSequenceEqual([9, 8], session.Query().Select(row => row.RowIndex));
        session.Answer(9, RowLabel.Normal);
        Assert.AreEqual(RowLabel.Normal, session.Labels[9]);
    }

    [TestMethod]
    public void Label_KnownBeforehand_IsTheSameOrRefused()
    {
        var session = Session(labels: PoolLabels.None(10).With([new(1, RowLabel.Normal), new(2, RowLabel.Abnormal)]));
        session.Label(1, RowLabel.Normal);
        Assert.HasCount(1, session.Log);
        Assert.Contains(
            "Row 2 was known to be Abnormal when the session was created and is Normal now",
            Assert.ThrowsExactly<ArgumentException>(() => session.Label(2, RowLabel.Normal)).Message);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(10)]
    public void Label_NoSuchRow_Throws(int row) => Assert.Contains(
        "rows are 0 to 9", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Session().Label(row, RowLabel.Normal)).Message);

    [TestMethod]
    public void Label_Unlabelled_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => Session().Label(1, RowLabel.Unlabeled));

    [TestMethod]
    public void Label_AnnotatorThatThePolicyKeepsOut_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => Session().Label(1, RowLabel.Normal, "somebody"));

    [TestMethod]
    public void Label_PolicyThatWantsTwo_DecidesWithTheAnswerOfTheSecond()
    {
        var session = Session(new MajorityPolicy(2));
        session.Train();
        session.Label(9, RowLabel.Abnormal, "a");
        Assert.AreEqual(0, session.Labels.LabeledCount);
        session.Query();
        Assert.AreSequenceEqual([9, 8], session.PendingRows);
        session.Answer(9, RowLabel.Abnormal, "b");
        Assert.AreEqual(RowLabel.Abnormal, session.Labels[9]);
        Assert.AreEqual(1, session.History[0].Outcome.AbnormalCount);
    }

    [TestMethod]
    public void Resume_AfterAnyEvent_GoesOnTheSame()
    {
        var whole = Queried();
        whole.Label(0, RowLabel.Normal);
        whole.Answer(9, RowLabel.Abnormal);
        whole.Label(1, RowLabel.Abnormal);
        whole.Withdraw(1);
        whole.Label(8, RowLabel.Normal);
        whole.Train();
        whole.Label(5, RowLabel.Normal);
        whole.Train();
        whole.Query();
        var lines = whole.Log.Select(SessionEventJson.Write).ToArray();
        for (var count = 1; count <= lines.Length; count++)
        {
            var part = lines[..count].Select(SessionEventJson.Read);
            var resumed = ActiveLearningSession.Resume(
                part, Pool, new FirstFeatureDetector(), new HighConfidenceStrategy(), new SessionOptions { BudgetPerStage = 2 });
            Assert.AreSequenceEqual(lines[..count], resumed.Log.Select(SessionEventJson.Write));
        }

        Assert.AreSequenceEqual([0, 9, 8, 5], whole.Labels.LabeledRows);
        Assert.AreSequenceEqual([7, 6], whole.PendingRows);
    }

    [TestMethod]
    [DataRow(9, Answer.Normal, "was asked about")]
    [DataRow(10, Answer.Normal, "is not there")]
    [DataRow(3, Answer.Skip, "it labels row 3 Skip")]
    public void Resume_LabelThatCannotFollow_ThrowsNamingTheEvent(int row, Answer answer, string found)
    {
        var session = Queried();
        var damaged = session.Log.Append(new RowLabeled
        {
            Sequence = session.Log.Count,
            Time = DateTimeOffset.UnixEpoch,
            Row = row,
            Answer = answer,
            Annotator = LabelPolicy.DefaultAnnotator,
        });
        var message = Assert.ThrowsExactly<SessionMismatchException>(() => ActiveLearningSession.Resume(
            damaged, Pool, new FirstFeatureDetector(), new HighConfidenceStrategy(), new SessionOptions { BudgetPerStage = 2 })).Message;
        Assert.Contains("Event 3 (RowLabeled)", message);
        Assert.Contains(found, message);
    }

    [TestMethod]
    public void Resume_QueryOfALabelledRow_ThrowsNamingTheEvent()
    {
        var session = Trained();
        session.Label(3, RowLabel.Normal);
        var damaged = session.Log.Append(
            new RowsQueried { Sequence = session.Log.Count, Time = DateTimeOffset.UnixEpoch, Stage = 0, Rows = [3] });
        Assert.Contains(
            "row 3 is not there, is labelled",
            Assert.ThrowsExactly<SessionMismatchException>(() => ActiveLearningSession.Resume(
                damaged,
                Pool,
                new FirstFeatureDetector(),
                new HighConfidenceStrategy(),
                new SessionOptions { BudgetPerStage = 2 })).Message);
    }

    private static ActiveLearningSession Session(LabelPolicy? policy = null, PoolLabels? labels = null) => new(
        Pool,
        new FirstFeatureDetector(),
        new HighConfidenceStrategy(),
        new SessionOptions { BudgetPerStage = 2, LabelPolicy = policy ?? new OneAnnotatorPolicy() },
        labels);

    private static ActiveLearningSession Trained()
    {
        var session = Session();
        session.Train();
        return session;
    }

    private static ActiveLearningSession Queried()
    {
        var session = Trained();
        session.Query();
        return session;
    }
}
