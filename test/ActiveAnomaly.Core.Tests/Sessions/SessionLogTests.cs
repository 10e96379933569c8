using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>What a session writes down, takes back and takes up, with a detector that only reads scores off: row i scores i.</summary>
[TestClass]
public sealed class SessionLogTests
{
    [TestMethod]
    public void Log_OfTwoStages_HasEveryEventInOrder()
    {
        var session = Session();
        session.Run(row => row.RowIndex == 9 ? Answer.Abnormal : Answer.Normal, 1);
        Assert.AreSequenceEqual(
            [
                typeof(SessionCreated),
                typeof(StageTrained),
                typeof(RowsQueried),
                typeof(RowAnswered),
                typeof(RowAnswered),
                typeof(RowAnswered),
                typeof(StageTrained)],
            session.Log.Select(past => past.GetType()));
        Assert.AreSequenceEqual(Enumerable.Range(0, 7).Select(sequence => (long)sequence), session.Log.Select(past => past.Sequence));
    }

    [TestMethod]
    public void Log_OfAnswers_SaysWhoSaidWhatAndWhen()
    {
        var session = Queried(new SessionOptions { LabelPolicy = new LatestAnswerPolicy(), Clock = new ManualClock() });
        session.Answer(9, RowLabel.Abnormal, "anna");
        session.Skip(8, "ben");
        var answers = session.Log.OfType<RowAnswered>().ToList();
        Assert.AreEqual((9, Answer.Abnormal, "anna"), (answers[0].Row, answers[0].Answer, answers[0].Annotator));
        Assert.AreEqual((8, Answer.Skip, "ben"), (answers[1].Row, answers[1].Answer, answers[1].Annotator));
        Assert.AreEqual(TimeSpan.FromSeconds(1), answers[1].Time - answers[0].Time);
    }

    [TestMethod]
    public void Log_Creation_SaysWhatResultsDependOn()
    {
        var created = (SessionCreated)Session(labels: QueryContexts.Labels(10, normal: [0, 1], abnormal: [2])).Log[0];
        Assert.AreEqual(("first feature", 7L, "high confidence", 7L, 3, 10, 1), (
            created.Detector,
            created.DetectorSeed,
            created.Strategy,
            created.Seed,
            created.BudgetPerStage,
            created.RowCount,
            created.FeatureCount));
        Assert.AreSequenceEqual([0, 1], created.NormalRows);
        Assert.AreSequenceEqual([2], created.AbnormalRows);
    }

    [TestMethod]
    public void Train_AfterAnEmptyQuery_IsRefused()
    {
        var session = Session(labels: QueryContexts.Labels(10, normal: [.. Enumerable.Range(0, 10)]));
        session.Train();
        Assert.IsEmpty(session.Query());
        Assert.AreEqual((SessionState.ReadyToQuery, false), (session.State, session.CanTrain));
        Assert.Contains("First Query", Assert.ThrowsExactly<InvalidOperationException>(() => session.Train()).Message);
    }

    [TestMethod]
    public void Train_SomeRowsAnswered_IsAllowedAndLeavesTheOthersPending()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Abnormal);
        var stage = session.Train();
        Assert.AreEqual((1, 1, SessionState.WaitingForAnswers), (stage.Stage, stage.AbnormalCount, session.State));
        Assert.AreSequenceEqual([8, 7], session.PendingRows);
    }

    [TestMethod]
    public void Withdraw_Answer_BringsTheRowBack()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Abnormal);
        session.Withdraw(9);
        Assert.AreEqual((0, 10), (session.Labels.LabeledCount, session.CandidateCount));
        Assert.AreSequenceEqual([9, 8, 7], session.PendingRows);
        Assert.IsNull(session.History[0].Answers[0]);
    }

    [TestMethod]
    public void Withdraw_AnswerOfAnEarlierStage_CanBeAnsweredAnewAndTrainedAgain()
    {
        var session = Session();
        session.Run(_ => Answer.Normal, 1);
        Assert.IsFalse(session.CanTrain);
        session.Withdraw(8);
        Assert.AreEqual((SessionState.WaitingForAnswers, true), (session.State, session.CanTrain));
        session.Answer(8, RowLabel.Abnormal);
        Assert.AreEqual(QueryOutcome.Of(RowLabel.Normal, RowLabel.Abnormal, RowLabel.Normal), session.History[0].Outcome);
        var stage = session.Train();
        Assert.AreEqual((2, 2, 1), (stage.Stage, stage.NormalCount, stage.AbnormalCount));
    }

    [TestMethod]
    public void Withdraw_Skip_MakesTheRowACandidateAgain()
    {
        var session = Queried();
        session.Skip(9);
        Assert.AreEqual(9, session.CandidateCount);
        session.Withdraw(9);
        Assert.AreEqual(10, session.CandidateCount);
    }

    [TestMethod]
    public void Withdraw_NothingAnswered_Throws() =>
        Assert.Contains("nothing to withdraw", Assert.ThrowsExactly<ArgumentException>(() => Queried().Withdraw(9)).Message);

    [TestMethod]
    public void Withdraw_Answer_MovesTheBoundaryBack()
    {
        // q is folded from what came of the queries: 0.8 - 2 * 0.2 * (1 - 0.5) = 0.6 for an anomaly, 1.0 for a normal row.
        var session = new ActiveLearningSession(
            Pool(),
            new FirstFeatureDetector(),
            new AdaptiveBoundaryStrategy(),
            new SessionOptions { BudgetPerStage = 1 });
        session.Run(_ => Answer.Abnormal, 1);
        session.Withdraw(session.History[0].QueriedRows[0]);
        session.Answer(session.History[0].QueriedRows[0], RowLabel.Normal);
        session.Train();
        session.Query();
        Assert.AreEqual(1.0, session.History[^1].BoundaryQuantile!.Value, 1e-12);
    }

    [TestMethod]
    public void Query_FromAnOutdatedModel_AsksOtherRowsOfTheSameStage()
    {
        var session = Queried();
        foreach (var row in session.PendingRows)
        {
            session.Answer(row, RowLabel.Normal);
        }

        Assert.ThrowsExactly<InvalidOperationException>(() => session.Query());
        Assert.AreSequenceEqual([6, 5], session.Query(2, ahead: true).Select(row => row.RowIndex));
        Assert.AreSequenceEqual([9, 8, 7, 6, 5], session.History[0].QueriedRows);
    }

    [TestMethod]
    public void Query_AgainInOneStage_DrawsOtherRandomNumbers()
    {
        // The same stream over nearly the same candidates would draw nearly the same places.
        int[] Rows(int queryCount)
        {
            var session = new ActiveLearningSession(
                Pool(1000),
                new FirstFeatureDetector(),
                new RandomStrategy(),
                new SessionOptions { BudgetPerStage = 20 });
            session.Train();
            for (var i = 1; i < queryCount; i++)
            {
                session.Query();
                foreach (var row in session.PendingRows)
                {
                    session.Answer(row, RowLabel.Normal);
                }
            }

            return [.. session.Query(ahead: true).Select(row => row.RowIndex / 10)];
        }

        Assert.IsLessThan(10, Rows(1).Zip(Rows(2)).Count(pair => pair.First == pair.Second));
    }

    [TestMethod]
    public void AddRows_DuringASession_TrainsOnAllAndKeepsIndices()
    {
        var detector = new FirstFeatureDetector();
        var session = Session(detector);
        session.Run(_ => Answer.Normal, 1);
        session.AddRows(FeatureMatrix.Copy([100, 101], 1));
        Assert.IsTrue(session.CanTrain);
        session.Train();
        Assert.AreEqual((12, 12, 3), (detector.Requests[^1].Pool.RowCount, session.Labels.RowCount, session.BudgetPerStage));
        Assert.AreSequenceEqual([11, 10, 6], session.Query().Select(row => row.RowIndex));
        Assert.AreSequenceEqual([7, 8, 9], session.Labels.NormalRows);
    }

    [TestMethod]
    public void Query_Always_GivesTheStrategyTheRowsThatTheScoresAreOf()
    {
        var strategy = new RememberingStrategy();
        var session = new ActiveLearningSession(Pool(10), new FirstFeatureDetector(), strategy);
        session.Train();
        session.Query(1);
        session.AddRows(FeatureMatrix.Copy([100], 1));
        session.Query(1, ahead: true);
        Assert.AreSame(session.History[0].Model, strategy.Contexts[0].Model);
        foreach (var context in strategy.Contexts)
        {
            Assert.AreSequenceEqual(Pool(10).Values.ToArray(), context.Pool!.Values.ToArray());
        }

        Assert.HasCount(2, strategy.Contexts);
    }

    [TestMethod]
    public void AddRows_BeforeTheNextTraining_OutdatedModelAsksAboutRowsThatItKnows()
    {
        var session = Trained();
        session.AddRows(FeatureMatrix.Copy([100], 1));
        Assert.AreSequenceEqual([9, 8, 7], session.Query(ahead: true).Select(row => row.RowIndex));
    }

    [TestMethod]
    public void AddRows_OfOtherFeatures_ThrowsAndChangesNothing()
    {
        var session = Trained();
        Assert.ThrowsExactly<FeatureDataException>(() => session.AddRows(FeatureMatrix.Copy([1, 2], 2)));
        Assert.AreEqual((10, 2), (session.Pool.RowCount, session.Log.Count));
    }

    [TestMethod]
    public void BeginTraining_AnswersThatComeMeanwhile_AreKeptForTheNextTraining()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Abnormal);
        var training = session.BeginTraining();
        session.Answer(8, RowLabel.Normal);
        var stage = session.Complete(training.Run());
        Assert.AreEqual((1, 0, 1), (stage.Stage, stage.NormalCount, stage.AbnormalCount));
        Assert.IsTrue(session.CanTrain);
        Assert.AreEqual((2, 1, 1), (session.Train().Stage, session.History[^1].NormalCount, session.History[^1].AbnormalCount));
    }

    [TestMethod]
    public void Complete_TrainingOvertakenByAnother_Throws()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Abnormal);
        var late = session.BeginTraining();
        session.Answer(8, RowLabel.Normal);
        session.Train();
        Assert.Contains(
            "2 stages are trained already",
            Assert.ThrowsExactly<InvalidOperationException>(() => session.Complete(late.Run())).Message);
    }

    [TestMethod]
    public void Complete_TrainingOfAnotherSession_Throws()
    {
        var training = Session().BeginTraining().Run();
        Assert.ThrowsExactly<ArgumentException>(() => Session().Complete(training));
    }

    [TestMethod]
    public void Sink_ThatRefusesAnEvent_LeavesTheSessionAsItWas()
    {
        var accepts = true;
        void Sink(SessionEvent added)
        {
            if (!accepts)
            {
                throw new IOException("The disk is full.");
            }
        }

        var session = Session(options: new SessionOptions { BudgetPerStage = 3, Sink = Sink });
        Action[] steps =
        [
            () => session.Train(), () => session.Query(), () => session.Answer(9, RowLabel.Normal), () => session.Withdraw(9),
            () => session.AddRows(FeatureMatrix.Copy([5], 1)),
        ];
        foreach (var step in steps)
        {
            var before = Facts(session);
            accepts = false;
            Assert.ThrowsExactly<IOException>(step);
            Assert.AreEqual(before, Facts(session));
            accepts = true;
            step();
            Assert.AreNotEqual(before, Facts(session));
        }
    }

    [TestMethod]
    public void Sink_ThatRefusesTheCreation_MakesNoSession() =>
        Assert.ThrowsExactly<IOException>(
            () => Session(options: new SessionOptions { Sink = _ => throw new IOException("The disk is full.") }));

    [TestMethod]
    [DataRow(new[] { 1, 1 })]
    [DataRow(new[] { 99 })]
    [DataRow(new[] { -1 })]
    [DataRow(new[] { 1, 2, 3, 4 })]
    public void Query_StrategyThatChoosesWrongly_WritesNothingDown(int[] rows)
    {
        var stored = new List<SessionEvent>();
        var session = new ActiveLearningSession(
            Pool(), new FirstFeatureDetector(), new FixedStrategy(rows), new SessionOptions { BudgetPerStage = 3, Sink = stored.Add });
        session.Train();
        var (before, count) = (Facts(session), stored.Count);
        Assert.Contains("fixed", Assert.ThrowsExactly<InvalidOperationException>(() => session.Query()).Message);
        Assert.AreEqual(before, Facts(session));
        Assert.HasCount(count, stored);
    }

    [TestMethod]
    public void Answer_PolicyThatThrows_WritesNothingDown()
    {
        var stored = new List<SessionEvent>();
        var session = Session(options: new SessionOptions { BudgetPerStage = 3, Sink = stored.Add, LabelPolicy = new FailingPolicy() });
        session.Train();
        session.Query();
        var (before, count) = (Facts(session), stored.Count);
        Assert.ThrowsExactly<TimeoutException>(() => session.Answer(9, RowLabel.Normal));
        Assert.AreEqual(before, Facts(session));
        Assert.HasCount(count, stored);
    }

    [TestMethod]
    public void Sink_EveryEvent_ComesBeforeItCounts()
    {
        ActiveLearningSession? session = null;
        var counts = new List<(long Sequence, int LogCount)>();
        session = Session(
            options: new SessionOptions { BudgetPerStage = 3, Sink = added => counts.Add((added.Sequence, session?.Log.Count ?? 0)) });
        session.Run(_ => Answer.Normal, 1);
        Assert.IsTrue(counts.All(pair => pair.Sequence == pair.LogCount));
        Assert.HasCount(7, counts);
    }

    [TestMethod]
    public void Train_PseudoAbnormalRows_ComeFromAStreamOfEachStagesOwn()
    {
        // All rows score alike: half of the unlabelled ones are drawn.
        var detector = new FirstFeatureDetector();
        var session = new ActiveLearningSession(
            FeatureMatrix.FromRows([.. Enumerable.Range(0, 100).Select(row => new float[] { 0, row })]),
            detector,
            new HighConfidenceStrategy(),
            new SessionOptions { BudgetPerStage = 1, Seed = 5, PseudoAbnormal = PseudoAbnormalUse.Always });
        session.Run(_ => Answer.Abnormal, 2);
        for (var stage = 0; stage < 2; stage++)
        {
            var expected = new PseudoAbnormalSelection().Select(
                new float[100],
                QueryContexts.Labels(100, abnormal: [.. Enumerable.Range(0, stage + 1)]),
                1,
                new SeededRandom(5).Derive("pseudo-abnormal", stage));
            Assert.AreSequenceEqual(expected, detector.Requests[stage + 1].PseudoAbnormalRows);
        }
    }

    [TestMethod]
    public void Stage_OfASession_ScoresThePoolOnce()
    {
        var detector = new FirstFeatureDetector();
        Session(detector).Run(_ => Answer.Normal, 2);
        Assert.AreEqual(3 * 10, detector.ScoredRowCount);
    }

    [TestMethod]
    public void Constructor_DetectorThatUsesNoLabels_RefusesAStrategyThatAsks() => Assert.Contains(
        "learns from no label",
        Assert.ThrowsExactly<ArgumentException>(
            () => new ActiveLearningSession(
                Pool(),
                new FirstFeatureDetector(usesLabels: false),
                new SubsamplingStrategy(new RandomStrategy(), 0.5))).Message);

    [TestMethod]
    public void Constructor_DetectorThatUsesNoLabels_TakesAStrategyThatAsksNothing()
    {
        var session = new ActiveLearningSession(Pool(), new FirstFeatureDetector(usesLabels: false), new NoQueryStrategy());
        session.Run(_ => Answer.Normal, 3);
        Assert.HasCount(1, session.History);
    }

    private static (int Log, int Labels, int Pool, int History, string Pending, SessionState State) Facts(
        ActiveLearningSession session) => (
        session.Log.Count,
        session.Labels.LabeledCount,
        session.Pool.RowCount,
        session.History.Count,
        string.Join(' ', session.PendingRows),
        session.State);

    private static FeatureMatrix Pool(int rowCount = 10) =>
        FeatureMatrix.Copy([.. Enumerable.Range(0, rowCount).Select(row => (float)row)], 1);

    private static ActiveLearningSession Session(
        FirstFeatureDetector? detector = null, SessionOptions? options = null, PoolLabels? labels = null) =>
        new(
            Pool(),
            detector ?? new FirstFeatureDetector(),
            new HighConfidenceStrategy(),
            options ?? new SessionOptions { BudgetPerStage = 3 },
            labels);

    private static ActiveLearningSession Trained()
    {
        var session = Session();
        session.Train();
        return session;
    }

    private static ActiveLearningSession Queried(SessionOptions? options = null)
    {
        var session = Session(options: (options ?? new SessionOptions()) with { BudgetPerStage = 3 });
        session.Train();
        session.Query();
        return session;
    }

    private sealed class FixedStrategy(int[] rows) : QueryStrategy
    {
        public override string Name => "fixed";

        protected override int[] Choose(QueryContext context, int count) => rows;
    }

    private sealed class FailingPolicy : LabelPolicy
    {
        public override string Name => "failing";

        public override Answer? Decide(IReadOnlyList<AnnotatedAnswer> answers) => throw new TimeoutException("Nobody decides.");
    }

    private sealed class RememberingStrategy : QueryStrategy
    {
        public List<QueryContext> Contexts { get; } = [];

        public override string Name => "remembering";

        protected override int[] Choose(QueryContext context, int count)
        {
            Contexts.Add(context);
            return context.Candidates[..count].ToArray();
        }
    }
}
