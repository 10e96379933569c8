using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

/// <summary>Sessions with a detector that trains.</summary>
[TestClass]
public sealed class ActiveLearningSessionTrainingTests
{
    private const int StageCount = 3;

    private static readonly SyntheticPool Pool = SyntheticPools.Noise(rowCount: 48);

    public static IEnumerable<object[]> Strategies =>
    [
        ["adaptive boundary"], ["decision boundary"], ["high confidence"], ["random"],
    ];

    [TestMethod]
    [DynamicData(nameof(Strategies))]
    public void Run_SameSeed_GivesTheSameBits(string strategy) => AssertSameHistory(Run(Session(strategy)), Run(Session(strategy)));

    [TestMethod]
    [DynamicData(nameof(Strategies))]
    public void Run_OtherSeed_GivesOtherScores(string strategy) => Assert.IsFalse(Bits.Equal(
        Run(Session(strategy, seed: 1)).History[^1].Scores.Span, Run(Session(strategy, seed: 2)).History[^1].Scores.Span));

    [TestMethod]
    public void Run_SeveralAtOnce_GivesEachTheBitsOfALoneRun()
    {
        var expected = Run(Session("adaptive boundary"));
        var sessions = Enumerable.Range(0, 4).Select(_ => Session("adaptive boundary")).ToArray();
        var threads = sessions.Select(session => new Thread(() => Run(session))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        foreach (var session in sessions)
        {
            AssertSameHistory(expected, session);
        }
    }

    /// <summary>The leak test: nothing but the answers reaches a model.</summary>
    [TestMethod]
    [DynamicData(nameof(Strategies))]
    public void Run_OtherTruthOfARowNeverAsked_ChangesNoBit(string strategy)
    {
        var expected = Run(Session(strategy));
        var asked = expected.History.SelectMany(stage => stage.QueriedRows).ToHashSet();
        foreach (var row in Enumerable.Range(0, Pool.RowCount).Where(row => !asked.Contains(row)))
        {
            var truth = (bool[])Pool.IsAbnormal.Clone();
            truth[row] = !truth[row];
            AssertSameHistory(expected, Run(Session(strategy), truth));
        }
    }

    [TestMethod]
    public void Run_OtherTruthOfARowAsked_ChangesTheScores()
    {
        var expected = Run(Session("adaptive boundary"));
        var truth = (bool[])Pool.IsAbnormal.Clone();
        truth[expected.History[0].QueriedRows[0]] ^= true;
        Assert.IsFalse(Bits.Equal(expected.History[^1].Scores.Span, Run(Session("adaptive boundary"), truth).History[^1].Scores.Span));
    }

    [TestMethod]
    public void Train_CancelledAndTriedAgain_GivesTheSameBits()
    {
        var (expected, session) = (Session("adaptive boundary"), Session("adaptive boundary"));
        expected.Train();
        using (var source = new CancellationTokenSource())
        {
            Assert.Throws<OperationCanceledException>(() => session.Train(new Canceller(source), source.Token));
        }

        session.Train();
        AssertSameHistory(expected, session);
    }

    [TestMethod]
    public void Run_CancelledWhileTraining_KeepsTheFinishedStages()
    {
        var session = Session("adaptive boundary");
        RunAndCancelInStage(session, stage: 2);
        Assert.HasCount(2, session.History);
    }

    [TestMethod]
    public void Run_CancelledWhileTrainingAndTriedAgain_GivesTheSameBits()
    {
        var session = Session("adaptive boundary");
        RunAndCancelInStage(session, stage: 2);

        // Stage 2 trains first, then one query is left.
        session.Run(Oracle(Pool.IsAbnormal), StageCount - 2);
        AssertSameHistory(Run(Session("adaptive boundary")), session);
    }

    [TestMethod]
    public void Run_Interactively_GivesTheBitsOfTheOracle()
    {
        var session = Session("adaptive boundary");
        session.Train();
        for (var stage = 0; stage < StageCount; stage++)
        {
            foreach (var row in session.Query())
            {
                session.Answer(row.RowIndex, Pool.IsAbnormal[row.RowIndex] ? RowLabel.Abnormal : RowLabel.Normal);
            }

            session.Train();
        }

        AssertSameHistory(Run(Session("adaptive boundary")), session);
    }

    [TestMethod]
    public void Run_AnswersInAnotherOrder_GivesTheSameBits()
    {
        var session = Session("adaptive boundary");
        session.Train();
        foreach (var row in session.Query().Reverse())
        {
            session.Answer(row.RowIndex, Pool.IsAbnormal[row.RowIndex] ? RowLabel.Abnormal : RowLabel.Normal);
        }

        session.Train();
        Bits.AreEqual(Run(Session("adaptive boundary")).History[1].Scores.Span, session.History[1].Scores.Span, "Scores");
    }

    [TestMethod]
    public void Run_Stages_TrainFromScratchWithSeedsOfTheirOwn()
    {
        // With nothing answered the stages differ in their seeds only.
        var session = Session("random");
        session.Run(_ => Answer.Skip, 1);
        Assert.IsFalse(Bits.Equal(session.History[0].Scores.Span, session.History[1].Scores.Span));
    }

    private static ActiveLearningSession Session(string strategy, long seed = 1) => new(
        Pool.Rows,
        new NceDetector(new()
        {
            Seed = seed, HiddenSizes = [6], CodeSize = 3, PretrainingEpochCount = 2, EpochCount = 3, BatchSize = 16,
            Boundary = strategy == "decision boundary" ? OneClassBoundary.SoftBoundary : OneClassBoundary.OneClass,
            RadiusWarmUpEpochCount = 1,
        }),
        strategy switch
        {
            "adaptive boundary" => new AdaptiveBoundaryStrategy(),
            "decision boundary" => new DecisionBoundaryStrategy(),
            "high confidence" => new HighConfidenceStrategy(),
            _ => new RandomStrategy(),
        },
        new SessionOptions { PseudoAbnormal = PseudoAbnormalUse.Always });

    private static Func<QueriedRow, Answer> Oracle(bool[] truth) => row => truth[row.RowIndex] ? Answer.Abnormal : Answer.Normal;

    private static ActiveLearningSession Run(ActiveLearningSession session, bool[]? truth = null)
    {
        session.Run(Oracle(truth ?? Pool.IsAbnormal), StageCount);
        return session;
    }

    private static void RunAndCancelInStage(ActiveLearningSession session, int stage)
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => session.Run(
            Oracle(Pool.IsAbnormal), StageCount, progress: new Canceller(source, stage), cancellationToken: source.Token));
    }

    private static void AssertSameHistory(ActiveLearningSession expected, ActiveLearningSession actual)
    {
        Assert.HasCount(expected.History.Count, actual.History);
        foreach (var (before, after) in expected.History.Zip(actual.History))
        {
            Bits.AreEqual(before.Scores.Span, after.Scores.Span, $"Scores of stage {before.Stage}");
            Assert.AreSequenceEqual(before.QueriedRows, after.QueriedRows);
            Assert.AreSequenceEqual(before.PseudoAbnormalRows, after.PseudoAbnormalRows);
        }
    }

    private sealed class Canceller(CancellationTokenSource source, int stage = 0) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Stage == stage && value.Phase == "one-class training")
            {
                source.Cancel();
            }
        }
    }
}
