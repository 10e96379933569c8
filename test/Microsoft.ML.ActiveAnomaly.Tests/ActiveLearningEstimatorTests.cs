using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using static Microsoft.ML.ActiveAnomaly.Tests.ActiveLearningRuns;

namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class ActiveLearningEstimatorTests
{
    public static IEnumerable<object[]> StrategyCases => Strategies.Select((strategy, index) => new object[] { index, strategy.Name });

    [TestMethod]
    public void Fit_ThreeStages_HistoryHasFour() => Assert.HasCount(StageCount + 1, Fit(Rows.Pool()).History);

    [TestMethod]
    public void Fit_ThreeStages_AsksTheBudgetEachTime() => CollectionAssert.AreEqual(
        (int[])[Budget, Budget, Budget, 0], Fit(Rows.Pool()).History.Select(stage => stage.QueriedRows.Count).ToArray());

    [TestMethod]
    public void Fit_ThreeStages_AsksNoRowTwice() => Assert.HasCount(StageCount * Budget, Asked(Fit(Rows.Pool())).ToHashSet());

    [TestMethod]
    public void Fit_AnyOracle_LabelsAreTheAnswers()
    {
        var model = Fit(Rows.Pool());
        var asked = Asked(model).ToHashSet();

        CollectionAssert.AreEqual(
            Enumerable.Range(0, Rows.DefaultCount)
                .Select(row => !asked.Contains(row) ? RowLabel.Unlabeled : Rows.IsAbnormal(row) ? RowLabel.Abnormal : RowLabel.Normal)
                    .ToArray(),
            model.Labels.Values.ToArray());
    }

    [TestMethod]
    public void Fit_AnyOracle_ModelIsThatOfTheLastStage()
    {
        var model = Fit(Rows.Pool());

        Assert.AreSame(model.History[^1].Model, model.Model);
    }

    [TestMethod]
    public void Fit_AnyOracle_ScoresAreThoseOfTheLastStage()
    {
        var mlContext = new MLContext(1);
        var model = Estimator(mlContext).Fit(mlContext.Pool());

        CollectionAssert.AreEqual(Bits.Of(model.History[^1].Scores.ToArray()), model.OfScores(mlContext.Pool()));
    }

    [TestMethod]
    public void Fit_StageCountZero_EqualsTheTrainerWithoutLabels()
    {
        var mlContext = new MLContext(1);
        var trainer = mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce, new DetectorTrainerOptions());

        Assert.AreEqual(
            Bits.OfModel(trainer.Fit(mlContext.Pool()).Model), Bits.OfModel(Fit(Rows.Pool(), options: new() { StageCount = 0 }).Model));
    }

    [TestMethod]
    public void Fit_StageCountZero_AsksNothing() => Assert.IsEmpty(Asked(Fit(Rows.Pool(), options: new() { StageCount = 0 })));

    [TestMethod]
    public void Fit_StrategyThatAsksNothing_TrainsOnce() => Assert.HasCount(1, Fit(Rows.Pool(), new NoQueryStrategy()).History);

    [TestMethod]
    public void Fit_ShortOverload_EqualsTheOptionsOverload()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.ActiveAnomaly()
            .ActiveLearning(mlContext.NceTrainer(), Strategies[2], LabelOracle.FromColumn(), StageCount, Budget).Fit(mlContext.Pool());

        Assert.AreEqual(Bits.OfModel(Fit(Rows.Pool()).Model), Bits.OfModel(model.Model));
    }

    [TestMethod]
    [DataRow(80, 6)]
    [DataRow(499, 6)]
    [DataRow(500, 5)]
    [DataRow(760, 7)]
    public void Fit_BudgetLeftOpen_FollowsThePaper(int rowCount, int budget)
    {
        var mlContext = new MLContext(1);
        var estimator = mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(Fast.Untrained), new RandomStrategy(), LabelOracle.FromColumn(), stageCount: 1);

        Assert.HasCount(budget, estimator.Fit(mlContext.Pool(rowCount)).History[0].QueriedRows);
    }

    [TestMethod]
    public void Fit_StagesLeftOpen_AreFive()
    {
        var mlContext = new MLContext(1);
        var estimator = mlContext.ActiveAnomaly().ActiveLearning(
            mlContext.NceTrainer(Fast.Untrained), new RandomStrategy(), LabelOracle.FromColumn());

        Assert.HasCount(6, estimator.Fit(mlContext.Pool()).History);
    }

    [TestMethod]
    public void Fit_MoreQueriesThanRows_AsksEveryRowOnce() =>
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 14).ToArray(), Asked(Exhausted().Model).ToArray());

    [TestMethod]
    public void Fit_MoreQueriesThanRows_TrainsOnAllAnswersAndEnds()
    {
        var history = Exhausted().Model.History;

        Assert.AreEqual((5, 14), (history.Count, history[^1].NormalCount + history[^1].AbnormalCount));
    }

    [TestMethod]
    public void Fit_MoreQueriesThanRows_WarnsOnce() => Assert.HasCount(1, Exhausted().Log.Warnings);

    [TestMethod]
    public void Fit_MoreQueriesThanRows_WarningTellsTheStageAndTheSource()
    {
        var warning = Exhausted().Log.Warnings[0];

        Assert.AreEqual(
            ("ActiveLearningEstimator; Fit", true),
            (warning.Source, warning.RawMessage.Contains("after stage 4; there is nothing left to ask", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Fit_RowsLeft_WarnsOfNothing()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        Estimator(mlContext).Fit(mlContext.Pool());

        Assert.IsEmpty(log.Warnings);
    }

    [TestMethod]
    [DynamicData(nameof(StrategyCases))]
    public void Fit_LabelsOfRowsNeverAskedTurnedRound_GivesTheSameModels(int index, string name)
    {
        var (strategy, rows) = (Strategies[index], Rows.Pool());
        var model = Fit(rows, strategy);
        var asked = Asked(model).ToHashSet();
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row].Label = asked.Contains(row) ? rows[row].Label : 1 - rows[row].Label;
        }

        CollectionAssert.AreEqual(Models(model), Models(Fit(rows, strategy)), name);
    }

    [TestMethod]
    [DynamicData(nameof(StrategyCases))]
    public void Fit_LabelOfARowAskedTurnedRound_GivesAnotherModel(int index, string name)
    {
        var (strategy, rows) = (Strategies[index], Rows.Pool());
        var model = Fit(rows, strategy);
        var asked = Asked(model).First();
        rows[asked].Label = 1 - rows[asked].Label;

        CollectionAssert.AreNotEqual(Models(model), Models(Fit(rows, strategy)), name);
    }

    [TestMethod]
    public void Fit_TrainerWithALabelColumn_DoesNotReadIt()
    {
        var mlContext = new MLContext(1);
        var trainer = mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce, new DetectorTrainerOptions { LabelColumnName = "NotThere" });
        var estimator = mlContext.ActiveAnomaly().ActiveLearning(trainer, Strategies[2], LabelOracle.FromColumn(), StageCount, Budget);

        Assert.AreEqual(Bits.OfModel(Fit(Rows.Pool()).Model), Bits.OfModel(estimator.Fit(mlContext.Pool()).Model));
    }

    [TestMethod]
    public void GetOutputSchema_TrainerWithALabelColumnThatIsNotThere_IsTaken()
    {
        var mlContext = new MLContext(1);
        var trainer = mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce, new DetectorTrainerOptions { LabelColumnName = "NotThere" });
        var estimator = mlContext.ActiveAnomaly().ActiveLearning(trainer, Strategies[2], LabelOracle.FromColumn());

        Assert.IsTrue(estimator.GetOutputSchema(Shapes.Of<PoolRow>(mlContext)).Any(column => column.Name == "Score"));
    }

    [TestMethod]
    public void Fit_InitialLabels_TrainTheFirstStage()
    {
        var oracle = LabelOracle.FromDelegate(_ => Answer.Skip);
        var first = Fit(Rows.PartlyLabeled(), oracle: oracle, options: new() { InitialLabelColumnName = "Label" }).History[0];

        Assert.AreEqual(
            (Rows.PartlyLabeled().Count(row => row.Label == 0), Rows.PartlyLabeled().Count(row => row.Label == 1)),
            (first.NormalCount, first.AbnormalCount));
    }

    [TestMethod]
    public void Fit_InitialLabelsAndNoStage_EqualsTheTrainerWithThem()
    {
        var mlContext = new MLContext(1);

        Assert.AreEqual(
            Bits.OfModel(mlContext.NceTrainer().Fit(mlContext.PartlyLabeled()).Model),
            Bits.OfModel(Fit(Rows.PartlyLabeled(), options: new() { StageCount = 0, InitialLabelColumnName = "Label" }).Model));
    }

    [TestMethod]
    public void Fit_InitialLabels_LabelledRowsAreNotAskedAbout()
    {
        var model = Fit(
            Rows.PartlyLabeled(),
            oracle: LabelOracle.FromDelegate(_ => Answer.Normal),
            options: new() { InitialLabelColumnName = "Label" });

        Assert.IsTrue(Asked(model).All(row => float.IsNaN(Rows.PartlyLabeled()[row].Label)));
    }

    [TestMethod]
    public void Fit_InitialLabelColumnMissing_ThrowsWithTheName() => Assert.Contains(
        "'NotThere'",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Fit(Rows.Pool(), options: new() { InitialLabelColumnName = "NotThere" })).Message);

    [TestMethod]
    public void GetOutputSchema_InitialLabelColumnMissing_ThrowsWithTheName()
    {
        var mlContext = new MLContext(1);
        var estimator = Estimator(mlContext, options: new() { InitialLabelColumnName = "NotThere" });

        Assert.Contains(
            "'NotThere'",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(Shapes.Of<PoolRow>(mlContext))).Message);
    }

    [TestMethod]
    [DynamicData(nameof(StrategyCases))]
    public void Fit_Again_GivesTheSameModels(int index, string name)
    {
        var mlContext = new MLContext(1);
        var estimator = Estimator(mlContext, Strategies[index]);

        CollectionAssert.AreEqual(Models(estimator.Fit(mlContext.Pool())), Models(estimator.Fit(mlContext.Pool())), name);
    }

    [TestMethod]
    public void Fit_InANewContext_GivesTheSameModels() => CollectionAssert.AreEqual(Models(Fit(Rows.Pool())), Models(Fit(Rows.Pool())));

    [TestMethod]
    public void Fit_OtherSessionSeed_AsksOtherRowsAtRandom() => CollectionAssert.AreNotEqual(
        Asked(Fit(Rows.Pool(), new RandomStrategy())).ToArray(),
        Asked(Fit(Rows.Pool(), new RandomStrategy(), options: new() { Session = new() { BudgetPerStage = Budget, Seed = 99 } })).ToArray());

    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(0, 2)]
    [DataRow(1, 2)]
    public void Fit_TwoStrategies_AskDifferentRowsFirst(int first, int second) => CollectionAssert.AreNotEquivalent(
        Fit(Rows.Pool(), Strategies[first]).History[0].QueriedRows.ToArray(),
        Fit(Rows.Pool(), Strategies[second]).History[0].QueriedRows.ToArray());

    [TestMethod]
    public void Fit_InAChain_OracleReadsWhatTheChainGives()
    {
        var mlContext = new MLContext(1);
        var chain = mlContext.Transforms.CopyColumns("Truth", "Label")
            .Append(Estimator(mlContext, oracle: LabelOracle.FromColumn("Truth")))
            .Append(mlContext.Transforms.CopyColumns("Copy", "Score"))
            .Fit(mlContext.Pool());

        CollectionAssert.AreEqual(
            Estimator(mlContext).Fit(mlContext.Pool()).OfScores(mlContext.Pool()), chain.OfScores(mlContext.Pool(), "Copy"));
    }

    [TestMethod]
    public void Fit_LastInAChain_HistoryIsAtHand()
    {
        var mlContext = new MLContext(1);
        var chain = mlContext.Transforms.CopyColumns("Copy", "Features").Append(Estimator(mlContext)).Fit(mlContext.Pool());

        Assert.HasCount(StageCount + 1, chain.LastTransformer.History);
    }

    [TestMethod]
    public void Load_SavedTransformer_GivesTheSameScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = Estimator(mlContext).Fit(data);

        CollectionAssert.AreEqual(model.OfScores(data), ScoringPipelineTests.Reloaded(new MLContext(), model, data).OfScores(data));
    }

    [TestMethod]
    public void Load_SavedTransformer_ModelTellsTheStage()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var loaded = ScoringPipelineTests.Reloaded(mlContext, Estimator(mlContext).Fit(data), data);

        Assert.AreEqual(StageCount, ((NetworkModel)mlContext.ActiveAnomaly().GetDetectorModel(loaded)).Stage);
    }

    [TestMethod]
    public void GetOutputSchema_AnyEstimator_AgreesWithTheTransformer()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var estimator = Estimator(mlContext);

        CollectionAssert.AreEqual(
            estimator.Fit(data).GetOutputSchema(data.Schema).Select(Shapes.Describe).Order().ToArray(),
            estimator.GetOutputSchema(Shapes.Of<PoolRow>(mlContext)).Select(Shapes.Describe).Order().ToArray());
    }

    [TestMethod]
    public void Fit_StrategyThatNeedsARadiusWithoutOne_Throws() =>
        Assert.Contains(
            "radius", Assert.ThrowsExactly<InvalidOperationException>(() => Fit(Rows.Pool(), new DecisionBoundaryStrategy())).Message);

    [TestMethod]
    public void Fit_SoftBoundaryWithDecisionBoundary_Runs()
    {
        var mlContext = new MLContext(1);
        var trainer = mlContext.NceTrainer(Fast.Nce with { Boundary = OneClassBoundary.SoftBoundary, RadiusWarmUpEpochCount = 2 });
        var model = mlContext.ActiveAnomaly()
            .ActiveLearning(trainer, new DecisionBoundaryStrategy(), LabelOracle.FromColumn(), StageCount, Budget).Fit(mlContext.Pool());

        Assert.HasCount(StageCount + 1, model.History);
    }

    [TestMethod]
    public void Fit_FeatureNotFinite_ThrowsWithThePlace()
    {
        var rows = Rows.Pool();
        rows[5].Features[2] = float.NaN;
        var exception = Assert.ThrowsExactly<FeatureDataException>(() => Fit(rows));

        Assert.AreEqual((5L, 2), (exception.RowIndex, exception.ColumnIndex));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Fit_TooFewRows_Throws(int rowCount) => Assert.ThrowsExactly<FeatureDataException>(() => Fit(Rows.Pool(rowCount)));

    [TestMethod]
    public void Fit_TwoRows_Runs() => Assert.HasCount(2, Fit(Rows.Pool(2)).History);

    [TestMethod]
    public void Fit_Null_ThrowsWithTheName() =>
        Assert.AreEqual("input", Assert.ThrowsExactly<ArgumentNullException>(() => Estimator(new MLContext(1)).Fit(null!)).ParamName);

    [TestMethod]
    public void GetOutputSchema_Null_ThrowsWithTheName() =>
        Assert.AreEqual(
            "inputSchema", Assert.ThrowsExactly<ArgumentNullException>(() => Estimator(new MLContext(1)).GetOutputSchema(null!)).ParamName);

    [TestMethod]
    public void Create_StageCountNegative_ThrowsWithItsName() => Assert.AreEqual(
        "options.StageCount",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Estimator(new MLContext(1), options: new() { StageCount = -1 })).ParamName);

    [TestMethod]
    public void Create_BudgetZero_ThrowsWithItsName() => Assert.EndsWith(
        "BudgetPerStage",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Estimator(new MLContext(1), options: new() { Session = new() { BudgetPerStage = 0 } })).ParamName!);

    [TestMethod]
    public void Create_PseudoAbnormalUnknown_ThrowsWithItsName() => Assert.EndsWith(
        "PseudoAbnormal",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Estimator(new MLContext(1), options: new() { Session = new() { PseudoAbnormal = (PseudoAbnormalUse)9 } })).ParamName!);

    /// <summary>Runs 9 stages of 4 rows on a pool of 14.</summary>
    private static (ActiveLearningTransformer Model, LogListener Log) Exhausted()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        return (
            Estimator(mlContext, options: new() { StageCount = 9, Session = new() { BudgetPerStage = Budget } }).Fit(mlContext.Pool(14)),
            log);
    }

    private static IEnumerable<int> Asked(ActiveLearningTransformer model) => model.History.SelectMany(stage => stage.QueriedRows);

    private static string[] Models(ActiveLearningTransformer model) => [.. model.History.Select(stage => Bits.OfModel(stage.Model))];
}
