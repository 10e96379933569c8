using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>The loop of the paper's experiments. Row i of ten scores i; rows 8 and 9 are abnormal.</summary>
[TestClass]
public sealed class SessionRunTests
{
    [TestMethod]
    public void Run_ThreeStages_TrainsFourModels()
    {
        var session = Session();
        session.Run(Oracle, 3);
        Assert.HasCount(4, session.History);
    }

    [TestMethod]
    public void Run_ThreeStages_TellsOfEachTraining()
    {
        var stages = new List<int>();
        Session().Run(Oracle, 3, stage => stages.Add(stage.Stage));
        Assert.AreSequenceEqual([0, 1, 2, 3], stages);
    }

    [TestMethod]
    public void Run_NoStages_TrainsOnce()
    {
        var session = Session();
        session.Run(Oracle, 0);
        Assert.HasCount(1, session.History);
    }

    [TestMethod]
    public void Run_MoreStagesThanRows_EndsWhenNothingIsLeft()
    {
        var session = Session();
        session.Run(Oracle, 100);

        // Ten rows, three a stage: queries of 3, 3, 3 and 1.
        Assert.AreSequenceEqual([3, 3, 3, 1, 0], session.History.Select(stage => stage.QueriedRows.Count));
    }

    [TestMethod]
    public void Run_MoreStagesThanRows_AsksEveryRowOnce()
    {
        var asked = new List<int>();
        Session().Run(row =>
        {
            asked.Add(row.RowIndex);
            return Answer.Skip;
        }, 100);
        Assert.AreSequenceEqual(Enumerable.Range(0, 10), asked.Order());
    }

    [TestMethod]
    public void Run_NothingLeft_IsReadyToQueryStill()
    {
        var session = Session();
        session.Run(Oracle, 100);
        Assert.AreEqual(SessionState.ReadyToQuery, session.State);
    }

    [TestMethod]
    public void Run_NoQueryStrategy_TrainsOnce()
    {
        var session = new ActiveLearningSession(Pool(), new FirstFeatureDetector(), new NoQueryStrategy());
        session.Run(Oracle, 5);
        Assert.HasCount(1, session.History);
    }

    [TestMethod]
    public void Run_Twice_GoesOn()
    {
        var (once, twice) = (Session(), Session());
        once.Run(Oracle, 3);
        twice.Run(Oracle, 1);
        twice.Run(Oracle, 2);
        Assert.AreSequenceEqual(once.History.SelectMany(stage => stage.QueriedRows), twice.History.SelectMany(stage => stage.QueriedRows));
    }

    [TestMethod]
    public void Run_CancelledBetweenRows_KeepsTheAnswersGiven()
    {
        var session = Session();
        CancelAfterAnswer(session, rowCount: 2);
        Assert.AreSequenceEqual([7], session.PendingRows);
    }

    [TestMethod]
    public void Run_AfterACancel_GoesOnWithThePendingRows()
    {
        var (whole, resumed) = (Session(), Session());
        whole.Run(Oracle, 3);
        CancelAfterAnswer(resumed, rowCount: 2);
        resumed.Run(Oracle, 3);
        Assert.AreSequenceEqual(
            whole.History.SelectMany(stage => stage.QueriedRows),
            resumed.History.SelectMany(stage => stage.QueriedRows));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(5)]
    public void Run_StoppedWithinAQueryAndResumedFromTheLog_AsksEachRowOnceAsIfItHadNeverStopped(int answerCount)
    {
        var (whole, stopped) = (Session(), Session());
        whole.Run(Oracle, 3);
        CancelAfterAnswer(stopped, answerCount);
        var resumed = ActiveLearningSession.Resume(
            stopped.Log, Pool(), new FirstFeatureDetector(), new HighConfidenceStrategy(), new SessionOptions { BudgetPerStage = 3 });
        var asked = new List<int>();
        resumed.Run(
            row =>
            {
                asked.Add(row.RowIndex);
                return Oracle(row);
            },
            3 - (answerCount / 3));
        Assert.AreSequenceEqual(
            whole.Log.OfType<RowAnswered>().Select(answer => (answer.Row, answer.Answer)),
            resumed.Log.OfType<RowAnswered>().Select(answer => (answer.Row, answer.Answer)));
        Assert.AreSequenceEqual(whole.Log.OfType<RowAnswered>().Skip(answerCount).Select(answer => answer.Row), asked);
    }

    [TestMethod]
    public void Run_CancelledInAStrategy_TellsItAndAsksNothing()
    {
        using var source = new CancellationTokenSource();
        var strategy = new CancellingStrategy(source);
        var session = new ActiveLearningSession(Pool(), new FirstFeatureDetector(), strategy);
        Assert.Throws<OperationCanceledException>(() => session.Run(Oracle, 3, cancellationToken: source.Token));
        Assert.IsTrue(strategy.WasTold);
        Assert.IsInstanceOfType<StageTrained>(session.Log[^1]);
        Assert.HasCount(2, session.Log);
    }

    [TestMethod]
    public void Run_CancelledInATrainingThatDoesNotLook_KeepsNothingOfIt()
    {
        using var source = new CancellationTokenSource();
        var session = new ActiveLearningSession(Pool(), new CancellingDetector(source), new HighConfidenceStrategy());
        Assert.Throws<OperationCanceledException>(() => session.Run(Oracle, 3, cancellationToken: source.Token));
        Assert.HasCount(1, session.Log);
    }

    [TestMethod]
    public void Run_UnknownAnswer_Throws() => Assert.ThrowsExactly<ArgumentException>(() => Session().Run(_ => (Answer)9, 1));

    [TestMethod]
    public void Run_NegativeStageCount_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Session().Run(Oracle, -1));

    [TestMethod]
    public void Run_PolicyThatOneAnswerDoesNotSatisfy_IsRefusedBeforeAnythingHappens()
    {
        var session = Session(new MajorityPolicy(2));
        var message = Assert.ThrowsExactly<InvalidOperationException>(() => session.Run(_ => Answer.Normal, 1)).Message;
        Assert.Contains("majority of at least 2", message);
        Assert.HasCount(1, session.Log);
    }

    [TestMethod]
    public void Run_RowThatWaitsForSomebodyElse_IsRefusedByName()
    {
        var session = Queried(new MajorityPolicy());
        session.Answer(8, RowLabel.Abnormal);
        session.Answer(8, RowLabel.Normal, "ben");
        Assert.Contains(
            "has answered for rows 8 already",
            Assert.ThrowsExactly<InvalidOperationException>(() => session.Run(_ => Answer.Normal, 1)).Message);
    }

    [TestMethod]
    public void Run_EveryRowSkipped_TrainsAfterEveryQuery()
    {
        var session = Session();
        session.Run(_ => Answer.Skip, 2);
        Assert.AreEqual((3, 4), (session.StageCount, session.CandidateCount));
    }

    [TestMethod]
    public void Run_Questions_CarryTheirPlaceInTheQuery()
    {
        var questions = new List<(int Row, int Place, int Count, int Stage)>();
        Session().Run(
            row =>
            {
                questions.Add((row.RowIndex, row.Position, row.QueryCount, row.Stage));
                return Answer.Normal;
            },
            1);
        Assert.AreSequenceEqual([(9, 0, 3, 0), (8, 1, 3, 0), (7, 2, 3, 0)], questions);
    }

    [TestMethod]
    public void Run_Strategy_IsToldWhatCameOfEveryQuery()
    {
        var strategy = new ListeningStrategy();
        var session = new ActiveLearningSession(
            Pool(), new FirstFeatureDetector(), strategy, new SessionOptions { BudgetPerStage = 3 });
        session.Run(row => row.RowIndex == 9 ? Answer.Abnormal : row.RowIndex == 8 ? Answer.Skip : Answer.Normal, 2);
        Assert.IsEmpty(strategy.Histories[0]);
        var first = QueryOutcome.Of(RowLabel.Abnormal, RowLabel.Unlabeled, RowLabel.Normal);
        Assert.AreSequenceEqual([first], strategy.Histories[1]);
        session.Query();
        Assert.AreSequenceEqual(
            [first, QueryOutcome.Of(RowLabel.Normal, RowLabel.Normal, RowLabel.Normal)], strategy.Histories[2]);
    }

    private static FeatureMatrix Pool() => FeatureMatrix.Copy([.. Enumerable.Range(0, 10).Select(row => (float)row)], 1);

    private static ActiveLearningSession Session(LabelPolicy? policy = null) => new(
        Pool(),
        new FirstFeatureDetector(),
        new HighConfidenceStrategy(),
        new SessionOptions { BudgetPerStage = 3, LabelPolicy = policy ?? new OneAnnotatorPolicy() });

    private static ActiveLearningSession Queried(LabelPolicy policy)
    {
        var session = Session(policy);
        session.Train();
        session.Query();
        return session;
    }

    private static Answer Oracle(QueriedRow row) => row.RowIndex >= 8 ? Answer.Abnormal : Answer.Normal;

    private static void CancelAfterAnswer(ActiveLearningSession session, int rowCount)
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => session.Run(
            row =>
            {
                if (--rowCount == 0)
                {
                    source.Cancel();
                }

                return Oracle(row);
            },
            3,
            cancellationToken: source.Token));
    }

    /// <summary>Cancels while it chooses, and chooses all the same.</summary>
    private sealed class CancellingStrategy(CancellationTokenSource source) : QueryStrategy
    {
        public bool WasTold { get; private set; }

        public override string Name => "cancelling";

        protected override int[] Choose(QueryContext context, int count)
        {
            source.Cancel();
            WasTold = context.CancellationToken.IsCancellationRequested;
            return [.. context.Candidates[..count]];
        }
    }

    /// <summary>Cancels while it trains, and trains all the same.</summary>
    private sealed class CancellingDetector(CancellationTokenSource source) : Detector(new FirstFeatureOptions { Seed = 1 })
    {
        public override string Name => "cancelling";

        public override bool UsesLabels => true;

        protected override TrainedDetector Train(TrainingRequest request)
        {
            source.Cancel();
            return new TrainedDetector(new LinearModel(1f), request.Pool.Values.ToArray());
        }
    }

    private sealed class ListeningStrategy : QueryStrategy
    {
        public List<IReadOnlyList<QueryOutcome>> Histories { get; } = [];

        public override string Name => "listening";

        protected override int[] Choose(QueryContext context, int count)
        {
            Histories.Add(context.History);
            return Smallest(context, count, score => -score);
        }
    }
}
