using System.Text.RegularExpressions;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using Microsoft.ML.Runtime;
using static Microsoft.ML.ActiveAnomaly.Tests.ActiveLearningRuns;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What an estimator tells of its run, and how it is cancelled.</summary>
[TestClass]
public sealed class ActiveLearningProgressTests
{
    [TestMethod]
    public void Fit_StageProgress_GetsEveryStageInOrder()
    {
        var stages = new Listener<SessionStage>();
        Fit(Rows.Pool(), options: new() { StageCount = StageCount, StageProgress = stages });

        CollectionAssert.AreEqual((int[])[0, 1, 2, 3], stages.Reports.Select(stage => stage.Stage).ToArray());
    }

    [TestMethod]
    public void Fit_TrainingProgress_GetsEveryEpochOfEveryStage()
    {
        var epochs = new Listener<TrainingProgress>();
        Fit(Rows.Pool(), options: new() { StageCount = StageCount, TrainingProgress = epochs });

        CollectionAssert.AreEqual(
            Enumerable.Range(0, StageCount + 1)
                .SelectMany(stage => Enumerable.Repeat(stage, Fast.Nce.PretrainingEpochCount + Fast.Nce.EpochCount)).ToArray(),
            epochs.Reports.Select(report => report.Stage).ToArray());
    }

    [TestMethod]
    public void Fit_TrainingProgressLeftOpen_TheTrainersListenerIsTold()
    {
        var mlContext = new MLContext(1);
        var epochs = new Listener<TrainingProgress>();
        var trainer = mlContext.ActiveAnomaly().Trainers.Nce(
            Fast.Nce, new DetectorTrainerOptions { Progress = epochs, LabelColumnName = "Label" });
        mlContext.ActiveAnomaly().ActiveLearning(trainer, new RandomStrategy(), LabelOracle.FromColumn(), stageCount: 0)
            .Fit(mlContext.Pool());

        Assert.HasCount(Fast.Nce.PretrainingEpochCount + Fast.Nce.EpochCount, epochs.Reports);
    }

    [TestMethod]
    public void Fit_Log_TellsEveryStageWithTheSource()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        Estimator(mlContext).Fit(mlContext.Pool());

        Assert.HasCount(StageCount + 1, log.From("ActiveLearningEstimator; Fit").Where(message =>
            message.Kind == ChannelMessageKind.Info && Regex.IsMatch(message.RawMessage, "^Stage [0-9] trained")).ToArray());
    }

    [TestMethod]
    public void Fit_Log_TellsTheRunAtItsBegin()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        Estimator(mlContext).Fit(mlContext.Pool());

        Assert.Contains(
            "NCE with the adaptive boundary strategy: 80 rows of 5 features, 4 rows a stage, 3 stages, seed 7",
            log.From("ActiveLearningEstimator; Fit").First(message => message.Kind == ChannelMessageKind.Info).RawMessage);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(1)]
    [DataRow(2)]
    public void Fit_AnyNumberOfKeptStages_TellsWhatTheLastAnswersWere(int? keptStageCount)
    {
        // Every fifth row is skipped.
        ActiveLearningTransformer Fit(MLContext mlContext, int? kept) => Estimator(
            mlContext,
            oracle: LabelOracle.FromDelegate(question => question.Row.RowIndex % 5 == 0 ? Answer.Skip
                : Rows.IsAbnormal(question.Row.RowIndex) ? Answer.Abnormal : Answer.Normal),
            options: new() { StageCount = StageCount, Session = new() { BudgetPerStage = 12, KeptStageCount = kept } })
            .Fit(mlContext.Pool());

        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        var kept = Fit(mlContext, keptStageCount);
        var whole = Fit(new MLContext(1), null).History;
        Assert.HasCount(keptStageCount ?? (StageCount + 1), kept.History);
        Assert.AreEqual(StageCount, kept.History[^1].Stage);
        var told = log.From("ActiveLearningEstimator; Fit").Select(message => message.RawMessage)
            .Where(message => Regex.IsMatch(message, "^Stage [0-9] trained")).ToArray();
        Assert.HasCount(StageCount + 1, told);
        Assert.EndsWith("(0 anomalies in the last answers, 0 skipped).", told[0]);
        for (var stage = 1; stage <= StageCount; stage++)
        {
            var outcome = whole[stage - 1].Outcome;
            Assert.EndsWith($"({outcome.AbnormalCount} anomalies in the last answers, {outcome.SkippedCount} skipped).", told[stage]);
        }

        Assert.IsGreaterThan(0, whole.Sum(stage => stage.Outcome.SkippedCount));
        Assert.IsGreaterThan(0, whole.Sum(stage => stage.Outcome.AbnormalCount));
    }

    [TestMethod]
    public void Fit_KeptStagesAndMoreQueriesThanRows_WarningTellsTheStage()
    {
        // Fourteen rows, four a stage: the last answers make stage 4.
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        Estimator(mlContext, options: new() { StageCount = 100, Session = new() { BudgetPerStage = 4, KeptStageCount = 2 } })
            .Fit(mlContext.Pool(14));
        Assert.Contains("after stage 4; there is nothing left to ask", log.Warnings.Single().RawMessage);
    }

    [TestMethod]
    public void Fit_CancelledInAStrategy_TellsItAndAsksNothing()
    {
        using var cancellation = new CancellationTokenSource();
        var strategy = new CancellingStrategy(cancellation);
        var events = new List<SessionEvent>();
        Assert.Throws<OperationCanceledException>(() => Fit(Rows.Pool(), strategy, options: new()
        {
            CancellationToken = cancellation.Token,
            Session = new() { Sink = events.Add },
        }));
        Assert.IsTrue(strategy.WasTold);
        Assert.HasCount(2, events);
        Assert.IsInstanceOfType<StageTrained>(events[1]);
    }

    [TestMethod]
    public void Fit_CancelledBefore_Throws() =>
        Assert.Throws<OperationCanceledException>(
            () => Fit(Rows.Pool(), options: new() { CancellationToken = new CancellationToken(canceled: true) }));

    [TestMethod]
    public void Fit_CancelledBefore_ReportsNoStage()
    {
        var stages = new Listener<SessionStage>();
        Assert.Throws<OperationCanceledException>(
            () => Fit(Rows.Pool(), options: new() { StageProgress = stages, CancellationToken = new CancellationToken(canceled: true) }));

        Assert.IsEmpty(stages.Reports);
    }

    [TestMethod]
    public void Fit_TrainersTokenCancelled_Throws()
    {
        var mlContext = new MLContext(1);
        var trainer = mlContext.ActiveAnomaly().Trainers.Nce(
            Fast.Nce, new DetectorTrainerOptions { CancellationToken = new CancellationToken(canceled: true), LabelColumnName = "Label" });
        var estimator = mlContext.ActiveAnomaly().ActiveLearning(trainer, new RandomStrategy(), LabelOracle.FromColumn());

        Assert.Throws<OperationCanceledException>(() => estimator.Fit(mlContext.Pool()));
    }

    [TestMethod]
    public void Fit_CancelledAfterStageOne_StagesZeroAndOneWereDelivered() =>
        CollectionAssert.AreEqual((int[])[0, 1], CancelledAfterStageOne().Select(stage => stage.Stage).ToArray());

    [TestMethod]
    public void Fit_CancelledAfterStageOne_DeliveredModelIsThatOfAnUncancelledRun() =>
        Assert.AreEqual(Bits.OfModel(Fit(Rows.Pool()).History[1].Model), Bits.OfModel(CancelledAfterStageOne()[1].Model));

    [TestMethod]
    public void Fit_CancelledAfterStageOne_DeliveredModelWorksAsATransformer()
    {
        var mlContext = new MLContext(1);
        var stage = CancelledAfterStageOne()[1];
        var transformer = mlContext.ActiveAnomaly().CreateTransformer(stage.Model, mlContext.Pool());

        CollectionAssert.AreEqual(Bits.Of(stage.Scores.ToArray()), transformer.OfScores(mlContext.Pool()));
    }

    [TestMethod]
    public void Fit_CancelledWhileAsking_AsksNoMore()
    {
        using var cancellation = new CancellationTokenSource();
        var asked = 0;
        var oracle = LabelOracle.FromDelegate(_ =>
        {
            if (++asked == 2)
            {
                cancellation.Cancel();
            }

            return Answer.Normal;
        });
        Assert.Throws<OperationCanceledException>(
            () => Fit(Rows.Pool(), oracle: oracle, options: new() { CancellationToken = cancellation.Token }));

        Assert.AreEqual(2, asked);
    }

    [TestMethod]
    public void Fit_CancelledWhileAPersonIsWaitedFor_EndsAtOnceAndKeepsTheAnswersBefore()
    {
        using var cancellation = new CancellationTokenSource();
        var answers = new List<RowAnswered>();
        var asked = 0;
        var oracle = LabelOracle.FromDelegate((_, cancellationToken) =>
        {
            if (++asked == 2)
            {
                cancellation.Cancel();

                // Nobody ever answers.
                cancellationToken.WaitHandle.WaitOne();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return Answer.Normal;
        });
        Assert.Throws<OperationCanceledException>(() => Fit(Rows.Pool(), oracle: oracle, options: new()
        {
            CancellationToken = cancellation.Token,
            Session = new() { BudgetPerStage = Budget, Sink = added => answers.AddRange(((SessionEvent[])[added]).OfType<RowAnswered>()) },
        }));

        Assert.AreEqual(2, asked);
        Assert.HasCount(1, answers);
    }

    private static List<SessionStage> CancelledAfterStageOne()
    {
        using var cancellation = new CancellationTokenSource();
        var stages = new Listener<SessionStage>(stage =>
        {
            if (stage.Stage == 1)
            {
                cancellation.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() => Fit(Rows.Pool(), options: new()
        {
            StageCount = StageCount,
            Session = new() { BudgetPerStage = Budget },
            StageProgress = stages,
            CancellationToken = cancellation.Token,
        }));
        return stages.Reports;
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
}
