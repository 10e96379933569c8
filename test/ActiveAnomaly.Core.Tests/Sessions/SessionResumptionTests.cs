using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>A session that goes on from its log, after any of its events, is the session that never stopped.</summary>
[TestClass]
public sealed class SessionResumptionTests
{
    private static readonly SyntheticPool Pool = SyntheticPools.Noise(60);
    private static readonly FeatureMatrix First = Pool.Rows.Select([.. Enumerable.Range(0, 50)]);

    [TestMethod]
    [DataRow(false, PseudoAbnormalUse.Always)]
    [DataRow(true, PseudoAbnormalUse.Always)]
    [DataRow(true, PseudoAbnormalUse.ByStrategy)]
    public void Resume_AfterAnyEvent_GoesOnWithTheSameBits(bool reusePretraining, PseudoAbnormalUse use) =>
        RequireSameAfterEveryCut(
            log => log is null ? Create(reusePretraining, use) : Begun(log, Detector(reusePretraining), Strategy(), Options(use)),
            GoOn);

    [TestMethod]
    public void Resume_EnsembleThatReusesPretraining_GoesOnWithTheSameBits()
    {
        static ActiveLearningSession From(IReadOnlyList<SessionEvent>? log) => Begun(
            log,
            EnsembleDetector.Create(
                new EnsembleOptions { MemberCount = 2 },
                NceOptions() with { ReusePretraining = true },
                static member => new NceDetector(member)),
            Strategy(),
            Options());
        RequireSameAfterEveryCut(From, GoOn);
    }

    [TestMethod]
    public void Resume_RandomStrategyAskedTwiceAStage_GoesOnWithTheSameBits()
    {
        static void Continue(ActiveLearningSession session)
        {
            while (session.StageCount < 4)
            {
                if (session.StageCount > 0 && session.Log.OfType<RowsQueried>().Count(query => query.Stage == session.StageCount - 1) < 2)
                {
                    session.Query(3, ahead: true);
                }
                else if (session.PendingRows is [var row, ..])
                {
                    session.Answer(row, Pool.IsAbnormal[row] ? RowLabel.Abnormal : RowLabel.Normal);
                }
                else
                {
                    session.Train();
                }
            }
        }

        RequireSameAfterEveryCut(log => Begun(log, Detector(), new RandomStrategy(), Options()), Continue);
    }

    [TestMethod]
    public void Resume_MajorityOfTwoAnnotators_GoesOnWithTheSameBits()
    {
        // ben contradicts anna now and then; carl has the last word.
        static void Continue(ActiveLearningSession session)
        {
            while (session.StageCount < 4)
            {
                if (session.PendingRows is [var row, ..])
                {
                    var said = session.Log.OfType<RowAnswered>().Count(answer => answer.Row == row);
                    var label = Pool.IsAbnormal[row] != (said == 1 && row % 3 == 0) ? RowLabel.Abnormal : RowLabel.Normal;
                    session.Answer(row, label, said switch { 0 => "anna", 1 => "ben", _ => "carl" });
                }
                else if (session.CanTrain)
                {
                    session.Train();
                }
                else
                {
                    session.Query();
                }
            }
        }

        RequireSameAfterEveryCut(
            log => Begun(log, Detector(), Strategy(), Options() with { LabelPolicy = new MajorityPolicy(2) }), Continue);
    }

    [TestMethod]
    public void Resume_ModelThatDoesNotKnowTheLastAnswers_GoesOnWithTheSameBits()
    {
        // The second training begins after two answers of four and is taken after all of them.
        var begun = Create();
        begun.Train();
        begun.Query();
        begun.Answer(begun.PendingRows[0], RowLabel.Normal);
        begun.Answer(begun.PendingRows[0], RowLabel.Abnormal);
        var training = begun.BeginTraining();
        begun.Answer(begun.PendingRows[0], RowLabel.Normal);
        begun.Skip(begun.PendingRows[0]);
        begun.Complete(training.Run());
        var count = begun.Log.Count;
        RequireSameAfterEveryCut(log => log is null ? begun : Begun(log, Detector(), Strategy(), Options()), GoOn, count);
    }

    [TestMethod]
    public void Resume_Session_BeginsItsHistoryWithTheLastStage()
    {
        var whole = Create();
        GoOn(whole);
        var resumed = ActiveLearningSession.Resume(whole.Log, Pool.Rows, Detector(), Strategy(), Options());
        var (expected, found) = (whole.History[^1], resumed.History.Single());
        Assert.AreEqual(
            (expected.Stage, expected.NormalCount, expected.AbnormalCount, expected.BoundaryQuantile, whole.StageCount),
            (found.Stage, found.NormalCount, found.AbnormalCount, found.BoundaryQuantile, resumed.StageCount));
        Bits.AreEqual(expected.QueryScores.Span, found.QueryScores.Span, "Query scores");
        Assert.AreSequenceEqual(expected.QueriedRows, found.QueriedRows);
        Assert.AreSequenceEqual(expected.Answers, found.Answers);
    }

    [TestMethod]
    public void Resume_SinkGiven_IsHandedNewEventsOnly()
    {
        var whole = Create();
        whole.Train();
        var added = new List<SessionEvent>();
        var resumed = ActiveLearningSession.Resume(whole.Log, First, Detector(), Strategy(), Options() with { Sink = added.Add });
        Assert.IsEmpty(added);
        resumed.Query();
        Assert.AreEqual(2L, added.Single().Sequence);
    }

    [TestMethod]
    public void IsCreatedWith_Detectors_TellsNameSeedAndOptionsApart()
    {
        var created = (SessionCreated)Create().Log[0];
        Assert.IsTrue(created.IsCreatedWith(Detector()));
        Assert.IsFalse(created.IsCreatedWith(new NceDetector(NceOptions() with { Seed = 4 })));
        Assert.IsFalse(created.IsCreatedWith(new NceDetector(NceOptions() with { EpochCount = 3 })));
        Assert.IsFalse(created.IsCreatedWith(new DeepSadDetector(new DeepSadOptions { Seed = 3 })));
    }

    [TestMethod]
    public void Resume_OtherThings_ThrowsNamingEach()
    {
        var session = Create();
        session.Train();
        session.Query();
        var log = session.Log;
        (string Expected, Func<ActiveLearningSession> Resume)[] cases =
        [
            ("the detector's seed is 3 in the log and 4 now", () => Resume(log, detector: new NceDetector(NceOptions() with { Seed = 4 }))),
            (
                "the detector is NCE in the log and Deep SAD now",
                () => Resume(log, detector: new DeepSadDetector(new DeepSadOptions { Seed = 3 }))),
            (
                "the detector's EpochCount is 2 in the log and 3 now",
                () => Resume(log, detector: new NceDetector(NceOptions() with { EpochCount = 3 }))),
            (
                "the detector's CodeSize is 2 in the log and not set now",
                () => Resume(log, detector: new NceDetector(NceOptions() with { CodeSize = null }))),
            ("the strategy is adaptive boundary in the log and random now", () => Resume(log, strategy: new RandomStrategy())),
            (
                "the strategy's settings is Closest, from the quantile 0.8 on, limited in the log and Closest, from the quantile 0.7 on, "
                + "limited now",
                () => Resume(log, strategy: new AdaptiveBoundaryStrategy(0.7))),
            (
                "asked at the quantile 0.8",
                () => Resume(
                    [((SessionCreated)log[0]) with { StrategySettings = null }, .. log.Skip(1)],
                    strategy: new AdaptiveBoundaryStrategy(0.7))),
            ("the session's seed is 9 in the log and 10 now", () => Resume(log, options: Options() with { Seed = 10 })),
            ("the budget a stage is 4 in the log and 5 now", () => Resume(log, options: Options() with { BudgetPerStage = 5 })),
            (
                "the use of pseudo-abnormal rows is Always in the log and Never now",
                () => Resume(log, options: Options(PseudoAbnormalUse.Never))),
            (
                "which rows are pseudo-abnormal",
                () => Resume(log, options: Options() with { PseudoAbnormalSelection = new(PseudoAbnormalBound.AboveMedian) })),
            (
                "drawing them with replacement",
                () => Resume(log, options: Options() with { PseudoAbnormalSelection = new(drawsWithReplacement: true) })),
            (
                "the label policy is one annotator (expert) in the log and latest answer now",
                () => Resume(log, options: Options() with { LabelPolicy = new LatestAnswerPolicy() })),
            ("the pool has 49 rows of 5.", () => Resume(log, pool: First.Select([.. Enumerable.Range(0, 49)]))),
            ("Rows 0 to 49 of the pool are not those", () => Resume(log, pool: First.Select([1, 0, .. Enumerable.Range(2, 48)]))),
            (
                "In the session no features are the categories of one column, and in the pool the features 1 to 3 are the categories of "
                + "one column.",
                () => Resume(log, pool: First.WithCategoricalRanges([new CategoricalRange(1, 3)]))),
            ("The log is empty", () => Resume([])),
            ("does not begin with", () => Resume([.. log.Skip(1)])),
            ("Event 2", () => Resume([log[0], log[2]])),
            ("version 4", () => Resume([((SessionCreated)log[0]) with { Version = SessionCreated.CurrentVersion + 1 }])),
            (
                "AsksTwins) is False in the log and True now",
                () => Resume(log, options: Options() with { AsksTwins = true })),
        ];
        foreach (var (expected, resume) in cases)
        {
            Assert.Contains(expected, Assert.ThrowsExactly<SessionMismatchException>(resume).Message);
        }
    }

    [TestMethod]
    public void Resume_PoolWithCategories_GoesOnWithThemAlone()
    {
        var pool = First.WithCategoricalRanges([new CategoricalRange(0, 2), new CategoricalRange(3, 1)]);
        SessionEvent[] log =
        [
            .. new ActiveLearningSession(pool, Detector(), Strategy(), Options()).Log.Select(
                past => SessionEventJson.Read(SessionEventJson.Write(past))),
        ];
        Resume(log, pool);
        Assert.Contains(
            "the features 0 to 1 and 3 to 3 are the categories of one column each, and in the pool no features",
            Assert.ThrowsExactly<SessionMismatchException>(() => Resume(log)).Message);
        Resume([((SessionCreated)log[0]) with { CategoricalRanges = null }]);
    }

    [TestMethod]
    public void Resume_ManyQueriesTheLastOfWhichWasAskedElsewhere_ThrowsNamingIt()
    {
        var pool = SyntheticPools.Noise(300).Rows;
        var options = new SessionOptions { BudgetPerStage = 1 };
        var session = new ActiveLearningSession(pool, new FirstFeatureDetector(), Strategy(), options);
        session.Run(row => row.RowIndex % 3 == 0 ? Answer.Abnormal : Answer.Normal, 150);
        ActiveLearningSession.Resume(session.Log, pool, new FirstFeatureDetector(), Strategy(), options);
        SessionEvent[] log = [.. session.Log];
        var last = Array.FindLastIndex(log, past => past is RowsQueried);
        log[last] = (RowsQueried)log[last] with { BoundaryQuantile = 0.123 };
        Assert.Contains(
            $"asked at the quantile 0.123 in event {last} ",
            Assert.ThrowsExactly<SessionMismatchException>(
                () => ActiveLearningSession.Resume(log, pool, new FirstFeatureDetector(), Strategy(), options)).Message);
    }

    [TestMethod]
    public void Resume_RowsAddedThatDiffer_ThrowsNamingThem()
    {
        var session = Create();
        session.AddRows(Pool.Rows.Select([50, 51]));
        Assert.Contains(
            "Rows 50 to 51",
            Assert.ThrowsExactly<SessionMismatchException>(
                () => Resume(session.Log, pool: Pool.Rows.Select([.. Enumerable.Range(0, 50), 51, 50]))).Message);
    }

    [TestMethod]
    public void Resume_DamagedLog_ThrowsNamingTheEvent()
    {
        var session = Create();
        session.Train();
        session.Query();
        SessionEvent[] log = [.. session.Log];
        var notAsked = Enumerable.Range(0, 50).First(row => !session.PendingRows.Contains(row));
        SessionEvent[] wrong =
        [
            new RowAnswered { Sequence = 3, Time = default, Row = notAsked, Answer = Answer.Normal, Annotator = "expert" },
            new AnswerWithdrawn { Sequence = 3, Time = default, Row = session.PendingRows[0], Annotator = "expert" },
            new RowsQueried { Sequence = 3, Time = default, Stage = 5, Rows = [1], BoundaryQuantile = 0.8 },
            new RowsQueried { Sequence = 3, Time = default, Stage = 0, Rows = [500], BoundaryQuantile = 0.8 },
            new StageTrained { Sequence = 3, Time = default, Stage = 3, SeenSequence = 0, PseudoAbnormalRows = [], TrainingTime = default },
            new StageTrained
            {
                Sequence = 3,
                Time = default,
                Stage = 1,
                SeenSequence = -1,
                PseudoAbnormalRows = [],
                TrainingTime = default,
            },
            new StageTrained { Sequence = 3, Time = default, Stage = 1, SeenSequence = 3, PseudoAbnormalRows = [], TrainingTime = default },
            new RowsQueried { Sequence = 3, Time = default, Stage = 0, Rows = [], BoundaryQuantile = 0.8 },
            new RowsQueried { Sequence = 3, Time = default, Stage = 1, Rows = [notAsked], BoundaryQuantile = 0.8 },
            new RowsQueried { Sequence = 3, Time = default, Stage = 0, Rows = [50], BoundaryQuantile = 0.8 },
            new RowsQueried { Sequence = 3, Time = default, Stage = 0, Rows = [notAsked, notAsked], BoundaryQuantile = 0.8 },
            log[0] with { Sequence = 3 },
        ];
        foreach (var added in wrong)
        {
            Assert.Contains("Event 3", Assert.ThrowsExactly<SessionMismatchException>(() => Resume([.. log, added])).Message);
        }
    }

    [TestMethod]
    public void Resume_LogWithAnEventTwice_ThrowsNamingIt()
    {
        var session = Create();
        session.Train();
        session.Query();
        session.Answer(session.PendingRows[0], RowLabel.Normal);
        SessionEvent[] log = [.. session.Log];
        Assert.Contains("Event 3", Assert.ThrowsExactly<SessionMismatchException>(() => Resume([.. log, log[3]])).Message);
        var again = ((RowAnswered)log[3]) with { Sequence = 4 };
        Assert.Contains("answered for row", Assert.ThrowsExactly<SessionMismatchException>(() => Resume([.. log, again])).Message);
        var none = new RowsAdded { Sequence = 4, Time = default, RowCount = 0, Fingerprint = string.Empty };
        Assert.ThrowsExactly<SessionMismatchException>(() => Resume([.. log, none]));
    }

    [TestMethod]
    public void Answer_AfterResuming_IsInTheHistoryOfItsStage()
    {
        var whole = Create();
        GoOn(whole);
        var resumed = Resume(whole.Log, Pool.Rows);
        var rows = resumed.Query().Select(row => row.RowIndex).ToList();
        resumed.Answer(rows[1], RowLabel.Abnormal);
        Assert.AreSequenceEqual(rows, resumed.History[^1].QueriedRows);
        Assert.AreSequenceEqual([null, Answer.Abnormal], resumed.History[^1].Answers.Take(2));

        // A row that a model asked about which this object does not have changes no stage that it has.
        resumed.Withdraw(whole.Log.OfType<RowAnswered>().First().Row);
        Assert.AreSequenceEqual(rows, resumed.History.Single().QueriedRows);
    }

    /// <summary>Cuts a session's log after every event, goes on from there, and compares with the session that was not cut.</summary>
    private static void RequireSameAfterEveryCut(
        Func<IReadOnlyList<SessionEvent>?, ActiveLearningSession> begin, Action<ActiveLearningSession> goOn, int shortest = 1)
    {
        var whole = begin(null);
        goOn(whole);
        Assert.IsGreaterThan(shortest + 10, whole.Log.Count);
        for (var count = shortest; count <= whole.Log.Count; count++)
        {
            var resumed = begin([.. whole.Log.Take(count)]);
            goOn(resumed);
            Assert.AreSequenceEqual(whole.Log.Select(Timeless), resumed.Log.Select(Timeless));
            Bits.AreEqual(whole.Model!.Score(Pool.Rows), resumed.Model!.Score(Pool.Rows), $"Scores after a cut at {count}");
        }
    }

    /// <summary>Creates a session without a log, and goes on from one.</summary>
    private static ActiveLearningSession Begun(
        IReadOnlyList<SessionEvent>? log, Detector detector, QueryStrategy strategy, SessionOptions options) => log is null
        ? new(First, detector, strategy, options, QueryContexts.Labels(50, normal: [1, 2]))
        : ActiveLearningSession.Resume(log, log.Any(past => past is RowsAdded) ? Pool.Rows : First, detector, strategy, options);

    /// <summary>The script of the session, from wherever it stands: what is done next depends on the log alone.</summary>
    private static void GoOn(ActiveLearningSession session)
    {
        while (session.StageCount < 5 || session.State != SessionState.ReadyToQuery)
        {
            if (session.StageCount == 3 && !session.Log.OfType<AnswerWithdrawn>().Any())
            {
                session.Withdraw(session.Log.OfType<RowAnswered>().First().Row);
            }
            else if (session.StageCount == 3 && !session.Log.OfType<RowsAdded>().Any())
            {
                session.AddRows(Pool.Rows.Select([.. Enumerable.Range(50, 10)]));
            }
            else if (session.PendingRows is [var row, ..])
            {
                if (row % 7 == 0)
                {
                    session.Skip(row);
                }
                else
                {
                    session.Answer(row, Pool.IsAbnormal[row] ? RowLabel.Abnormal : RowLabel.Normal);
                }
            }
            else if (session.CanTrain)
            {
                session.Train();
            }
            else
            {
                session.Query();
            }
        }
    }

    private static SessionEvent Timeless(SessionEvent past) => past switch
    {
        StageTrained trained => trained with
        {
            Time = default, TrainingTime = default, PseudoAbnormalRows = new Rows(trained.PseudoAbnormalRows),
        },
        RowsQueried queried => queried with { Time = default, Rows = new Rows(queried.Rows) },
        SessionCreated created => created with
        {
            Time = default, DetectorOptions = default, CategoricalRanges = [], NormalRows = [], AbnormalRows = [],
        },
        _ => past with { Time = default },
    };

    private static ActiveLearningSession Create(bool reusePretraining = false, PseudoAbnormalUse use = PseudoAbnormalUse.Always) =>
        new(First, Detector(reusePretraining), Strategy(), Options(use), QueryContexts.Labels(50, normal: [1, 2]));

    private static ActiveLearningSession Resume(
        IEnumerable<SessionEvent> log,
        FeatureMatrix? pool = null,
        Detector? detector = null,
        QueryStrategy? strategy = null,
        SessionOptions? options = null) =>
        ActiveLearningSession.Resume(log, pool ?? First, detector ?? Detector(), strategy ?? Strategy(), options ?? Options());

    private static NceDetector Detector(bool reusePretraining = false) => new(NceOptions() with { ReusePretraining = reusePretraining });

    private static NceOptions NceOptions() =>
        new() { Seed = 3, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 2, EpochCount = 2, BatchSize = 16 };

    private static AdaptiveBoundaryStrategy Strategy() => new();

    private static SessionOptions Options(PseudoAbnormalUse use = PseudoAbnormalUse.Always) =>
        new() { Seed = 9, BudgetPerStage = 4, PseudoAbnormal = use, Clock = new ManualClock() };

    /// <summary>A list that equals another by its elements.</summary>
    private sealed class Rows(IReadOnlyList<int> rows) : List<int>(rows)
    {
        public override bool Equals(object? obj) => obj is Rows other && this.SequenceEqual(other);

        public override int GetHashCode() => Count;
    }
}
