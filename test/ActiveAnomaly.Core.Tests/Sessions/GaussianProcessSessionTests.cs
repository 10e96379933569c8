using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>Whole sessions with the Gaussian process and questions in thirds.</summary>
[TestClass]
public sealed class GaussianProcessSessionTests
{
    private static readonly SyntheticPool Pool = SyntheticPools.Surface(120);
    private static readonly FeatureMatrix First = Pool.Rows.Select([.. Enumerable.Range(0, 100)]);

    [TestMethod]
    public void Resume_AfterAnyEvent_AsksTheSameRowsAndScoresTheSameBits()
    {
        var whole = Create();
        GoOn(whole);
        Assert.IsGreaterThan(25, whole.Log.Count);
        Assert.HasCount(1, whole.Log.OfType<AnswerWithdrawn>());
        Assert.HasCount(1, whole.Log.OfType<RowsAdded>());
        Assert.AreNotSequenceEqual(whole.Labels.LabeledRows.Order(), whole.Labels.LabeledRows);
        var cache = new TrainingCache();
        for (var count = 1; count <= whole.Log.Count; count++)
        {
            var resumed = Resume([.. whole.Log.Take(count)], cache);
            GoOn(resumed);
            RequireSame(whole, resumed, $"A cut at {count}");
        }
    }

    [TestMethod]
    public void Resume_WithoutACache_ScoresTheSameBits()
    {
        var whole = Create();
        GoOn(whole);
        var resumed = Resume([.. whole.Log.Take(whole.Log.Count - 5)], cache: null);
        GoOn(resumed);
        RequireSame(whole, resumed, "A cut near the end");
    }

    [TestMethod]
    public void Run_SingleQuestions_RotateThroughTheParts()
    {
        var session = new ActiveLearningSession(
            First, Detector(), new ThirdsStrategy(), new SessionOptions { BudgetPerStage = 1, Cache = new TrainingCache() });
        session.Run(row => Pool.IsAbnormal[row.RowIndex] ? Answer.Abnormal : Answer.Normal, 12);
        var (asked, q) = (new List<int>(), 0.8);
        for (var stage = 0; stage < 12; stage++)
        {
            var scores = session.History[stage].Scores.ToArray();
            var row = session.History[stage].QueriedRows.Single();
            int[] left = [.. Enumerable.Range(0, First.RowCount).Except(asked)];
            var boundary = Quantile.Of(scores, q);
            if (stage % 3 == 0)
            {
                Assert.AreEqual(left.Max(other => scores[other]), scores[row], $"Question {stage}");
            }
            else if (stage % 3 == 1)
            {
                var nearest = left.Min(other => Math.Abs(scores[other] - boundary));
                Assert.AreEqual(nearest, Math.Abs(scores[row] - boundary), $"Question {stage}");

                // r = 1.5 / 2 or 0.5 / 2.
                q = Math.Clamp(q + (2 * (1 - q) * (Pool.IsAbnormal[row] ? -0.25 : 0.25)), 0.5, 0.99);
            }
            else
            {
                int[] near = [.. left.OrderBy(other => Math.Abs(scores[other] - boundary)).Take(10)];
                Assert.IsTrue(session.History[stage].Model.TryGet<IPosteriorVariance>(out var posterior));
                var variances = posterior.Variance(First.Select(near)).Values.ToArray();
                Assert.AreEqual(near[Array.IndexOf(variances, variances.Max())], row, $"Question {stage}");
            }

            asked.Add(row);
        }

        Assert.AreEqual(12, asked.Distinct().Count());
    }

    [TestMethod]
    public void Train_TwoSessionsOverOneCache_HaveTheBitsOfEachAlone()
    {
        for (var round = 0; round < 3; round++)
        {
            var cache = new TrainingCache();
            ActiveLearningSession[] together = [Create(cache), Create(cache, TopShare.All)];
            using var barrier = new Barrier(2);
            Parallel.ForEach(
                together,
                new ParallelOptions { MaxDegreeOfParallelism = 2 },
                session =>
                {
                    barrier.SignalAndWait(TimeSpan.FromSeconds(1));
                    GoOn(session);
                });
            foreach (var (topShare, session) in ((TopShare, ActiveLearningSession)[])
                [(TopShare.Adaptive, together[0]), (TopShare.All, together[1])])
            {
                var alone = Create(topShare: topShare);
                GoOn(alone);
                RequireSame(alone, session, $"{topShare}");
            }
        }
    }

    [TestMethod]
    public void Train_ByAStrategyWithPseudoAbnormalRows_ChoosesNone()
    {
        var session = new ActiveLearningSession(
            First, Detector(), new AdaptiveBoundaryStrategy(0.5), new SessionOptions { BudgetPerStage = 5 });
        session.Run(_ => Answer.Abnormal, 1);
        Assert.IsEmpty(session.History[1].PseudoAbnormalRows);
    }

    [TestMethod]
    public void Constructor_PseudoAbnormalRowsAlways_IsRefused() => Assert.Contains(
        "Gaussian process makes no use of pseudo-abnormal rows",
        Assert.ThrowsExactly<ArgumentException>(() => new ActiveLearningSession(
            First, Detector(), new ThirdsStrategy(), new SessionOptions { PseudoAbnormal = PseudoAbnormalUse.Always })).Message);

    /// <summary>
    /// The script of a session, from wherever it stands: what is done next depends on the log alone. The last of the rows that wait is
    /// answered first, some are skipped, in the second stage an answer is withdrawn, and in the third rows are added.
    /// </summary>
    private static void GoOn(ActiveLearningSession session)
    {
        while (session.StageCount < 5 || session.State != SessionState.ReadyToQuery)
        {
            if (session.StageCount == 2 && session.PendingRows.Count == 2 && !session.Log.OfType<AnswerWithdrawn>().Any())
            {
                session.Withdraw(session.Log.OfType<RowAnswered>().First().Row);
            }
            else if (session.StageCount == 3 && session.PendingRows.Count == 0 && !session.Log.OfType<RowsAdded>().Any())
            {
                session.AddRows(Pool.Rows.Select([.. Enumerable.Range(100, 20)]));
            }
            else if (session.PendingRows is [.., var row])
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

    private static void RequireSame(ActiveLearningSession expected, ActiveLearningSession found, string what)
    {
        Assert.AreSequenceEqual(
            expected.Log.OfType<RowsQueried>().SelectMany(query => query.Rows),
            found.Log.OfType<RowsQueried>().SelectMany(query => query.Rows),
            what);
        Assert.AreSequenceEqual(
            expected.Log.OfType<RowsQueried>().Select(query => query.BoundaryQuantile),
            found.Log.OfType<RowsQueried>().Select(query => query.BoundaryQuantile),
            what);
        Assert.AreEqual(expected.Log.Count, found.Log.Count, what);
        Bits.AreEqual(expected.History[^1].Scores.Span, found.History[^1].Scores.Span, what);
        Bits.AreEqual(expected.Model!.Score(Pool.Rows), found.Model!.Score(Pool.Rows), what);
    }

    private static GaussianProcessDetector Detector() => new(new GaussianProcessOptions { Seed = 1 });

    private static SessionOptions Options(TrainingCache? cache) => new() { BudgetPerStage = 6, Clock = new ManualClock(), Cache = cache };

    private static ActiveLearningSession Create(TrainingCache? cache = null, TopShare topShare = TopShare.Adaptive) =>
        new(First, Detector(), new ThirdsStrategy(topShare), Options(cache));

    private static ActiveLearningSession Resume(IReadOnlyList<SessionEvent> log, TrainingCache? cache) => ActiveLearningSession.Resume(
        log, log.Any(past => past is RowsAdded) ? Pool.Rows : First, Detector(), new ThirdsStrategy(), Options(cache));
}
