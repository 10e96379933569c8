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
}
