using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>Rows of equal features are one question, unless the options say that each is asked about.</summary>
[TestClass]
public sealed class SessionTwinsTests
{
    private static readonly SyntheticPool Surface = SyntheticPools.Surface(100);

    /// <summary>Row i is row i mod 100 of the surface.</summary>
    private static readonly FeatureMatrix Thrice = Surface.Rows.Select([.. Enumerable.Range(0, 300).Select(row => row % 100)]);

    private static QueryStrategy[] Strategies =>
    [
        new AdaptiveBoundaryStrategy(), new HighConfidenceStrategy(), new RandomStrategy(), new ThirdsStrategy(),
        new MixedStrategy(new HighConfidenceStrategy(), new RandomStrategy(), 0.5), new SubsamplingStrategy(new RandomStrategy(), 0.5),
    ];

    [TestMethod]
    [DataRow("adaptive boundary")]
    [DataRow("high confidence")]
    [DataRow("random")]
    [DataRow("thirds")]
    [DataRow("high confidence and random")]
    [DataRow("random, subsampled")]
    public void Run_EveryRowThreeTimes_LearnsOfAsManyRowsAsOfThePoolAlone(string strategy)
    {
        var (alone, thrice) = (Run(Surface.Rows, strategy), Run(Thrice, strategy));
        Assert.AreEqual((30, 30), (alone.Labels.LabeledCount, thrice.Labels.LabeledCount));
        Assert.AreEqual(30, Distinct(alone));
        Assert.AreEqual(30, Distinct(thrice));
    }

    [TestMethod]
    public void Run_TwinsAsked_CostsQuestions() =>
        Assert.IsLessThan(20, Distinct(Run(Thrice, "high confidence", new SessionOptions { BudgetPerStage = 6, AsksTwins = true })));

    [TestMethod]
    public void Run_ThirdsWhereTwinsAreAsked_AsksEachOnce() =>
        Assert.AreEqual(30, Distinct(Run(Thrice, "thirds", new SessionOptions { BudgetPerStage = 6, AsksTwins = true })));

    [TestMethod]
    public void Run_NoTwins_HasTheSameBitsEitherWay()
    {
        foreach (var strategy in Strategies)
        {
            var (one, other) = (Nce(strategy, asksTwins: false), Nce(strategy, asksTwins: true));
            for (var stage = 0; stage < 3; stage++)
            {
                Assert.AreSequenceEqual(one.History[stage].QueriedRows, other.History[stage].QueriedRows, strategy.Name);
                Assert.AreSequenceEqual(one.History[stage].PseudoAbnormalRows, other.History[stage].PseudoAbnormalRows, strategy.Name);
                Bits.AreEqual(one.History[stage].Scores.Span, other.History[stage].Scores.Span, strategy.Name);
            }
        }

        static ActiveLearningSession Nce(QueryStrategy strategy, bool asksTwins)
        {
            var session = new ActiveLearningSession(
                Surface.Rows,
                new NceDetector(new NceOptions { Seed = 1, PretrainingEpochCount = 2, EpochCount = 2 }),
                strategy,
                new SessionOptions { BudgetPerStage = 6, AsksTwins = asksTwins });
            session.Run(row => Truth(row.RowIndex), 2);
            return session;
        }
    }

    [TestMethod]
    public void Query_FewerDistinctRowsThanTheBudget_AsksThoseAndThenNone()
    {
        // Five rows, of which two are different.
        var session = Session([3, 5, 5, 3, 5], new SessionOptions { BudgetPerStage = 4 });
        session.Train();
        Assert.AreSequenceEqual([1, 0], session.Query().Select(row => row.RowIndex));
        session.Answer(1, RowLabel.Abnormal);
        session.Answer(0, RowLabel.Normal);
        session.Train();
        Assert.IsEmpty(session.Query());
        session.Run(_ => throw new InvalidOperationException("Nothing is left to ask."), 3);
        Assert.AreEqual(2, session.StageCount);
    }

    [TestMethod]
    public void Query_TwinOfARowThatWaitsOrWasSkipped_IsNotAsked()
    {
        var session = Session([9, 8, 9, 8, 7], new SessionOptions { BudgetPerStage = 1 });
        session.Train();
        Assert.AreEqual(0, session.Query().Single().RowIndex);
        Assert.AreEqual(1, session.Query(ahead: true).Single().RowIndex);
        session.Skip(1);
        Assert.AreEqual(4, session.Query(ahead: true).Single().RowIndex);
        Assert.IsEmpty(session.Query(ahead: true));
    }

    [TestMethod]
    public void Query_TwinOfARowKnownBeforehand_IsNotAsked()
    {
        var session = new ActiveLearningSession(
            FeatureMatrix.Copy([9, 8, 9], 1),
            new FirstFeatureDetector(),
            new HighConfidenceStrategy(),
            new SessionOptions { BudgetPerStage = 3 },
            QueryContexts.Labels(3, abnormal: [2]));
        session.Train();
        Assert.AreEqual(1, session.Query().Single().RowIndex);
    }

    [TestMethod]
    public void Query_RowsAddedThatAreTwins_AreNotAsked()
    {
        var session = Session([9, 8, 7], new SessionOptions { BudgetPerStage = 1 });
        session.Train();
        session.Query();
        session.Answer(0, RowLabel.Abnormal);
        session.AddRows(FeatureMatrix.Copy([9, 8.5f, 9], 1));
        Assert.AreEqual(1, session.Query(ahead: true).Single().RowIndex);
        session.Answer(1, RowLabel.Normal);
        session.Train();
        Assert.AreEqual(4, session.Query().Single().RowIndex);
    }

    [TestMethod]
    public void Query_StrategyOfAUser_SeesOneOfEqualRows()
    {
        var strategy = new RecordingStrategy();
        var session = Session([9, 8, 9, 8, 7], new SessionOptions { BudgetPerStage = 1 }, strategy);
        session.Train();
        session.Query();
        Assert.AreSequenceEqual([0, 1, 4], strategy.Candidates);
        session = Session([9, 8, 9, 8, 7], new SessionOptions { BudgetPerStage = 1, AsksTwins = true }, strategy);
        session.Train();
        session.Query();
        Assert.AreSequenceEqual([0, 1, 2, 3, 4], strategy.Candidates);
    }

    [TestMethod]
    [DataRow(false, new[] { 3 })]
    [DataRow(true, new[] { 1, 3 })]
    public void Train_TwinsOfAnAnomaly_ArePseudoAbnormalOnlyWhereTheyAreAsked(bool asksTwins, int[] expected)
    {
        // Row 0 is asked, of the features that row 1 has; row 3 scores as much, and differs. Of seven unlabelled rows few qualify.
        var detector = new FirstFeatureDetector();
        var session = new ActiveLearningSession(
            FeatureMatrix.FromRows([[9, 0], [9, 0], [1, 0], [9, 1], [2, 0], [3, 0], [4, 0], [5, 0]]),
            detector,
            new HighConfidenceStrategy(),
            new SessionOptions { BudgetPerStage = 1, PseudoAbnormal = PseudoAbnormalUse.Always, AsksTwins = asksTwins });
        session.Run(_ => Answer.Abnormal, 1);
        Assert.AreSequenceEqual(expected, detector.Requests[1].PseudoAbnormalRows);
        Assert.IsTrue(detector.Requests.TrueForAll(request => request.LabelsCountForTwins != asksTwins));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Train_NoAnomalyYet_TwinsOfANormalRowArePseudoAbnormalOnlyWhereTheyAreAsked(bool asksTwins)
    {
        // The rows that score at least the highest normal one; row 1 is its twin.
        var detector = new FirstFeatureDetector();
        var session = new ActiveLearningSession(
            FeatureMatrix.FromRows([[9, 0], [9, 0], [1, 0], [9, 1]]),
            detector,
            new HighConfidenceStrategy(),
            new SessionOptions { BudgetPerStage = 1, PseudoAbnormal = PseudoAbnormalUse.Always, AsksTwins = asksTwins });
        session.Run(_ => Answer.Normal, 1);
        Assert.AreSequenceEqual(asksTwins ? [1] : [3], detector.Requests[1].PseudoAbnormalRows);
    }

    [TestMethod]
    public void Resume_LogOfVersionOne_AsksTheRowsThatItWouldHaveAsked()
    {
        // Version 1 asked about each of equal rows, and says nothing of it.
        var options = new SessionOptions { BudgetPerStage = 6, AsksTwins = true };
        var whole = Run(Thrice, "high confidence", options);
        SessionEvent[] old = [.. whole.Log.Take(9)];
        old[0] = ((SessionCreated)old[0]) with { Version = 1 };
        SessionEvent[] log = [.. old.Select(SessionEventJson.Write).Select(SessionEventJson.Read)];
        Assert.DoesNotContain("AsksTwins", SessionEventJson.Write(old[0]));
        var resumed = ActiveLearningSession.Resume(log, Thrice, Detector(), new HighConfidenceStrategy(), options);
        resumed.Run(row => Truth(row.RowIndex), 5);
        Assert.AreSequenceEqual(
            whole.Log.OfType<RowsQueried>().SelectMany(query => query.Rows).Take(30),
            resumed.Log.OfType<RowsQueried>().SelectMany(query => query.Rows).Take(30));
        Assert.Contains(
            "whether each of equal rows is asked about (AsksTwins) is True in the log and False now",
            Assert.ThrowsExactly<SessionMismatchException>(
                () => ActiveLearningSession.Resume(
                    log, Thrice, Detector(), new HighConfidenceStrategy(), options with { AsksTwins = false })).Message);
    }

    [TestMethod]
    public void Resume_RowsAskedOnce_GoesOnWithTheSameBits()
    {
        var options = new SessionOptions { BudgetPerStage = 6 };
        var whole = Run(Thrice, "adaptive boundary", options);
        var resumed = ActiveLearningSession.Resume(
            whole.Log.Take(17).Select(SessionEventJson.Write).Select(SessionEventJson.Read),
            Thrice,
            Detector(),
            new AdaptiveBoundaryStrategy(),
            options);
        resumed.Run(row => Truth(row.RowIndex), 5 - resumed.Log.OfType<RowsQueried>().Count());
        Assert.AreSequenceEqual(whole.Labels.LabeledRows, resumed.Labels.LabeledRows);
        Bits.AreEqual(whole.History[^1].Scores.Span, resumed.History[^1].Scores.Span, "Scores");
    }

    private static ActiveLearningSession Session(float[] values, SessionOptions options, QueryStrategy? strategy = null) =>
        new(FeatureMatrix.Copy(values, 1), new FirstFeatureDetector(), strategy ?? new HighConfidenceStrategy(), options);

    private static ActiveLearningSession Run(FeatureMatrix pool, string strategy, SessionOptions? options = null)
    {
        var session = new ActiveLearningSession(
            pool,
            Detector(),
            Strategies.Single(each => each.Name == strategy),
            options ?? new SessionOptions { BudgetPerStage = 6 });
        session.Run(row => Truth(row.RowIndex), 5);
        return session;
    }

    private static GaussianProcessDetector Detector() => new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 });

    private static Answer Truth(int row) => Surface.IsAbnormal[row % 100] ? Answer.Abnormal : Answer.Normal;

    private static int Distinct(ActiveLearningSession session) => session.Labels.LabeledRows.Select(row => row % 100).Distinct().Count();

    /// <summary>Asks about the first candidate, and remembers which there were.</summary>
    private sealed class RecordingStrategy : QueryStrategy
    {
        public int[] Candidates { get; private set; } = [];

        public override string Name => "recording";

        protected override int[] Choose(QueryContext context, int count) => (Candidates = context.Candidates.ToArray())[..count];
    }
}
