using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>Choosing beside answering, and asking about given rows.</summary>
[TestClass]
public sealed class PendingQueryTests
{
    private static readonly FeatureMatrix Pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 10).Select(row => (float)row)], 1);

    [TestMethod]
    public void Choose_ThenAsk_IsWhatQueryDoes()
    {
        var (queried, chosen) = (Trained(new RandomStrategy()), Trained(new RandomStrategy()));
        var rows = queried.Query(3).Select(row => row.RowIndex).ToArray();
        Assert.AreSequenceEqual(rows, chosen.Ask(chosen.BeginQuery().Choose(3)).Select(row => row.RowIndex));
        Assert.AreEqual(Json(queried.Log[^1]), Json(chosen.Log[^1]));

        // The second query of a stage draws from another stream, and is the same in both as well.
        Assert.AreSequenceEqual(
            queried.Query(3, ahead: true).Select(row => row.RowIndex), chosen.BeginQuery().Choose(3));
    }

    [TestMethod]
    public void Choose_OnceMore_GivesTheSameRows()
    {
        var query = Trained(new RandomStrategy()).BeginQuery();
        var (rows, oneByOne) = (query.Choose(5), query.ChooseOneByOne(5));
        Assert.AreSequenceEqual(rows, query.Choose(5));
        Assert.AreSequenceEqual(oneByOne, query.ChooseOneByOne(5));
    }

    [TestMethod]
    public void ChooseOneByOne_RowsThatWait_AreNotSkipped()
    {
        var strategy = new RecordingStrategy();
        Trained(strategy).BeginQuery().ChooseOneByOne(3);
        Assert.AreSequenceEqual(
            [RowLabel.Unlabeled, RowLabel.Unlabeled], strategy.History!.Select(outcome => outcome.Labels.Single()).Take(2));
        Assert.IsTrue(strategy.History!.All(outcome => outcome.SkippedCount == 0));
    }

    /// <summary>The authors' boundary goes below 0 and asks at 0.</summary>
    [TestMethod]
    public void Query_AuthorsBoundaryAfterAbnormalAnswersAlone_GoesOn()
    {
        var session = Trained(AuthorsProgram.AdaptiveBoundary);
        for (var i = 0; i < 4; i++)
        {
            foreach (var asked in session.Query(2, ahead: true))
            {
                session.Answer(asked.RowIndex, RowLabel.Abnormal);
            }
        }

        Assert.AreSequenceEqual(
            [0.8, 0.6, 0.2, 0], session.Log.OfType<RowsQueried>().Select(asked => Math.Round(asked.BoundaryQuantile!.Value, 12)));
        Resumed(session.Log, AuthorsProgram.AdaptiveBoundary);
    }

    /// <summary>Logs of earlier versions have the quantile of strategies that learnt from each other's rows.</summary>
    [TestMethod]
    public void Resume_MixedStrategyOfAnEarlierVersion_GoesOn()
    {
        var strategy = new SubsamplingStrategy(new MixedStrategy(new AdaptiveBoundaryStrategy(), new RandomStrategy(), 0.5), 1);
        var session = Trained(strategy);
        foreach (var (place, asked) in session.Query(4).Index())
        {
            session.Answer(asked.RowIndex, place == 0 ? RowLabel.Abnormal : RowLabel.Normal);
        }

        session.Query(2, ahead: true);

        // One of its own two rows is abnormal; with one of all four it would be 0.8 - 2 * 0.2 * (1/4 - 1/2).
        Assert.AreEqual(0.8, ((RowsQueried)session.Log[^1]).BoundaryQuantile!.Value, 1e-12);
        Resumed(With(0.9), strategy);
        Assert.Throws<SessionMismatchException>(() => Resumed(With(0.85), strategy));

        SessionEvent[] With(double quantile) =>
            [.. session.Log.SkipLast(1), (RowsQueried)session.Log[^1] with { BoundaryQuantile = quantile }];
    }

    [TestMethod]
    public void Choose_WhileTheSessionGoesOn_KnowsWhatWasKnownThen()
    {
        var session = Trained();
        var query = session.BeginQuery();
        session.Label(9, RowLabel.Abnormal);
        Assert.AreSequenceEqual([9, 8], query.Choose(2));
        Assert.AreEqual(1, query.SeenSequence);
        Assert.AreSequenceEqual([8, 7], session.BeginQuery().Choose(2));
        Assert.HasCount(3, session.Log);
    }

    [TestMethod]
    public void Choose_Cancelled_ThrowsAndAsksNothing()
    {
        var session = Trained();
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => session.BeginQuery().Choose(2, cancelled));
        Assert.Throws<OperationCanceledException>(() => session.BeginQuery().ChooseOneByOne(2, cancelled));
        Assert.Throws<OperationCanceledException>(() => session.Query(2, cancellationToken: cancelled));
        Assert.HasCount(2, session.Log);
    }

    [TestMethod]
    public void Choose_CancelledWhileTheStrategyChooses_TellsIt()
    {
        using var cancellation = new CancellationTokenSource();
        var session = Trained(new CancellingStrategy(cancellation));
        Assert.Throws<OperationCanceledException>(() => session.Query(2, cancellationToken: cancellation.Token));
        Assert.HasCount(2, session.Log);
    }

    [TestMethod]
    public void BeginQuery_NoModel_Throws() => Assert.Contains(
        "First Train", Assert.ThrowsExactly<InvalidOperationException>(() => Session().BeginQuery()).Message);

    [TestMethod]
    public void Choose_NoRow_Throws()
    {
        var query = Trained().BeginQuery();
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => query.Choose(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => query.ChooseOneByOne(0));
    }

    [TestMethod]
    public void ChooseOneByOne_Thirds_IsWhatAskingOneAtATimeGives()
    {
        var random = new SeededRandom(3);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 600).Select(_ => (float)random.NextNormal())], 3);
        ActiveLearningSession Start()
        {
            var session = new ActiveLearningSession(
                pool, new GaussianProcessDetector(new GaussianProcessOptions { Seed = 5 }), new ThirdsStrategy());
            session.Label(0, RowLabel.Normal);
            session.Train();
            return session;
        }

        var (asked, chosen) = (Start(), Start().BeginQuery().ChooseOneByOne(7));
        var rows = Enumerable.Range(0, 7).Select(_ => asked.Query(1, ahead: true).Single().RowIndex).ToArray();
        Assert.AreSequenceEqual(rows, chosen.Select(row => row.Row));
        Assert.AreSequenceEqual(
            ["highest score", "boundary", "least known", "highest score", "boundary", "least known", "highest score"],
            chosen.Select(row => row.Reason));
        Assert.HasCount(7, rows.Distinct());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ChooseOneByOne_EqualRows_IsWhatAskingOneAtATimeGives(bool asksTwins)
    {
        ActiveLearningSession Start()
        {
            // Sixty rows of twelve different ones, some of them labelled.
            var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 60).Select(row => (float)(row * 7 % 12))], 1);
            var session = new ActiveLearningSession(
                pool, new FirstFeatureDetector(), new ThirdsStrategy(), new SessionOptions { Seed = 1, AsksTwins = asksTwins });
            session.Label(3, RowLabel.Normal);
            session.Train();
            return session;
        }

        var asked = Start();
        var rows = Enumerable.Range(0, 9).Select(_ => asked.Query(1, ahead: true).Single().RowIndex).ToArray();
        Assert.AreSequenceEqual(rows, Start().BeginQuery().ChooseOneByOne(9).Select(chosen => chosen.Row));
        Assert.HasCount(9, rows.Select(row => row * 7 % 12).Distinct());
    }

    [TestMethod]
    public void ChooseOneByOne_FewRowsLeft_GivesThese()
    {
        var session = Trained();
        for (var row = 0; row < 8; row++)
        {
            session.Label(row, RowLabel.Normal);
        }

        Assert.AreSequenceEqual([9, 8], session.BeginQuery().ChooseOneByOne(5).Select(row => row.Row));
    }

    [TestMethod]
    public void ChooseOneByOne_AsManyAsCanBeSaid_GivesAllThatAreLeft() => Assert.AreSequenceEqual(
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], Trained().BeginQuery().ChooseOneByOne(int.MaxValue).Select(row => row.Row));

    [TestMethod]
    public void Query_CancelledInAStrategyThatDoesNotLook_AsksNothing()
    {
        using var cancellation = new CancellationTokenSource();
        var session = Trained(new CancellingStrategy(cancellation, looks: false));
        Assert.Throws<OperationCanceledException>(() => session.Query(2, cancellationToken: cancellation.Token));
        Assert.HasCount(2, session.Log);
    }

    [TestMethod]
    [DataRow(double.NaN, "NaN")]
    [DataRow(7.0, "7")]
    [DataRow(-0.25, "-0.25")]
    public void Query_QuantileOutOfRange_ThrowsAndAsksNothing(double quantile, string expected)
    {
        var session = Trained(new QuantileStrategy(quantile));
        Assert.Contains(
            $"The quantile strategy asks at the quantile {expected}; it must be in [0, 1]",
            Assert.ThrowsExactly<InvalidOperationException>(() => session.Query(2)).Message);
        Assert.HasCount(2, session.Log);
    }

    [TestMethod]
    public void Resume_OtherQuantile_SaysBothWhateverTheCulture()
    {
        var session = Trained(new QuantileStrategy(0.25));
        session.Query(2);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            string Message(double? quantile) =>
                Assert.ThrowsExactly<SessionMismatchException>(() => Resumed(session.Log, new QuantileStrategy(quantile))).Message;
            Assert.Contains("asked at the quantile 0.25 in event 2 of the log and would ask at the quantile 0.75 now", Message(0.75));
            Assert.Contains("would ask at no quantile now", Message(null));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [TestMethod]
    public void Resume_LogOfAQuantileThatIsNone_GoesOnWithTheSame()
    {
        // Logs in memory may have it of earlier versions.
        var session = Trained(new QuantileStrategy(0.25));
        session.Query(2);
        SessionEvent[] log =
        [
            .. session.Log.Select(past => past is RowsQueried asked ? asked with { BoundaryQuantile = double.NaN } : past),
        ];
        var resumed = Resumed(log, new QuantileStrategy(double.NaN));
        Assert.AreSequenceEqual(session.PendingRows, resumed.PendingRows);
    }

    [TestMethod]
    public void Query_AheadOfAnAddedRowThatIsSkipped_AsksAmongTheScoredRows()
    {
        // The policy makes a skip of any label, also of row 10, which the model has no score of.
        var session = new ActiveLearningSession(
            Pool,
            new FirstFeatureDetector(),
            new HighConfidenceStrategy(),
            Options() with { LabelPolicy = new GivenPolicy(_ => Answer.Skip) });
        session.Train();
        session.AddRows(FeatureMatrix.Copy([10], 1));
        session.Label(10, RowLabel.Normal);
        Assert.AreSequenceEqual([9, 8], session.Query(2, ahead: true).Select(row => row.RowIndex));
    }

    [TestMethod]
    public void Ask_Audit_TakesRanksDownAndTeachesTheStrategyNothing()
    {
        var (session, other) = (Trained(new AdaptiveBoundaryStrategy()), Trained(new AdaptiveBoundaryStrategy()));
        session.Ask([7, 0], QueryPurpose.Audit);
        session.Answer(7, RowLabel.Abnormal);
        session.Answer(0, RowLabel.Abnormal);
        var audit = (RowsQueried)session.Log[2];

        // Scores are 0 to 9: row 7 is the third from the top, row 0 the last.
        Assert.AreSequenceEqual([3, 10], audit.Ranks!);
        Assert.IsNull(audit.BoundaryQuantile);
        session.Train();
        other.Label(7, RowLabel.Abnormal);
        other.Label(0, RowLabel.Abnormal);
        other.Train();
        session.Query(1);
        other.Query(1);
        Assert.AreEqual(((RowsQueried)other.Log[^1]).BoundaryQuantile, ((RowsQueried)session.Log[^1]).BoundaryQuantile);
    }

    [TestMethod]
    public void Resume_WithAuditsNotesAndDescriptions_GoesOnWithTheSameBits()
    {
        var session = Trained(new AdaptiveBoundaryStrategy());
        session.Describe(new Dictionary<string, string> { ["a"] = "1" });
        session.Ask([4], QueryPurpose.Audit);
        session.Ask([5], QueryPurpose.Request);
        session.Query(2, ahead: true);
        session.Answer(4, RowLabel.Abnormal);
        session.Note(4, "seen", ["x"]);
        var log = session.Log.Select(past => SessionEventJson.Read(SessionEventJson.Write(past))).ToArray();
        var resumed = Resumed(log, new AdaptiveBoundaryStrategy());
        session.Train();
        resumed.Train();
        Assert.AreSequenceEqual(session.PendingRows, resumed.PendingRows);
        Assert.AreSequenceEqual(
            session.Query(1, ahead: true).Select(row => row.RowIndex), resumed.Query(1, ahead: true).Select(row => row.RowIndex));
    }

    [TestMethod]
    public void Ask_RowsThatCannotBeAsked_ThrowsNamingTheRow()
    {
        var session = Trained();
        session.Label(1, RowLabel.Normal);
        session.Query(1, ahead: true);
        (int[] Rows, string Expected)[] cases =
        [
            ([], "no row to ask about"),
            ([10], "Row 10 is not one of the 10 rows"),
            ([-1], "Row -1 is not one of"),
            ([3, 3], "Row 3 is there twice"),
            ([1], "Row 1 is labelled already"),
            ([9], "Row 9 was asked about before"),
        ];
        foreach (var (rows, expected) in cases)
        {
            Assert.Contains(expected, Assert.ThrowsExactly<ArgumentException>(() => session.Ask(rows)).Message);
        }

        Assert.Contains(
            "purpose is 3", Assert.ThrowsExactly<ArgumentException>(() => session.Ask([2], (QueryPurpose)3)).Message);
        Assert.HasCount(4, session.Log);
    }

    [TestMethod]
    public void Write_OfAQueryOfTheStrategy_SaysNoPurpose()
    {
        // Logs of earlier versions have none, and stay as they are.
        var session = Trained();
        session.Query(1);
        Assert.DoesNotContain("Purpose", Json(session.Log[^1]));
        session.Ask([3], QueryPurpose.Audit);
        Assert.Contains("\"Purpose\":\"Audit\",\"Ranks\":[7]", Json(session.Log[^1]));
    }

    private static string Json(SessionEvent sessionEvent) =>
        SessionEventJson.Write(sessionEvent is RowsQueried queried ? queried with { Time = default } : sessionEvent);

    private static ActiveLearningSession Resumed(IEnumerable<SessionEvent> log, QueryStrategy strategy) =>
        ActiveLearningSession.Resume(log, Pool, new FirstFeatureDetector(), strategy, Options());

    private static SessionOptions Options() => new() { BudgetPerStage = 2, PseudoAbnormal = PseudoAbnormalUse.Never };

    private static ActiveLearningSession Session(QueryStrategy? strategy = null) =>
        new(Pool, new FirstFeatureDetector(), strategy ?? new HighConfidenceStrategy(), Options());

    private static ActiveLearningSession Trained(QueryStrategy? strategy = null)
    {
        var session = Session(strategy);
        session.Train();
        return session;
    }

    /// <summary>Asks about the first candidates, at a quantile that a test gives.</summary>
    private sealed class QuantileStrategy(double? quantile) : QueryStrategy
    {
        public override string Name => "quantile";

        public override double? BoundaryQuantile(IReadOnlyList<QueryOutcome> history) => quantile;

        protected override int[] Choose(QueryContext context, int count) => [.. context.Candidates[..count]];
    }

    /// <summary>Cancels while it chooses, and looks at the token that it is given, or does not.</summary>
    private sealed class CancellingStrategy(CancellationTokenSource cancellation, bool looks = true) : QueryStrategy
    {
        public override string Name => "cancelling";

        protected override int[] Choose(QueryContext context, int count)
        {
            cancellation.Cancel();
            if (looks)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
            }

            return [.. context.Candidates[..count]];
        }
    }
}
