using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What every trainer keeps. A new trainer's tests inherit this class.</summary>
public abstract class DetectorTrainerContract
{
    /// <summary>(x - offset) * scale rounds twice in Single.</summary>
    private const float NormalizerTolerance = 2.4e-7f;

    /// <summary>Gets the name under which the trainer logs.</summary>
    private protected abstract string Name { get; }

    /// <summary>Gets the epochs that the training of small networks reports, phase by phase.</summary>
    private protected abstract int[] Epochs { get; }

    /// <summary>Gets a value indicating whether the short overload takes a label column.</summary>
    private protected virtual bool HasLabelInShortOverload => true;

    /// <summary>Creates the trainer of small networks through its Options overload.</summary>
    private protected abstract DetectorTrainer Create(MLContext mlContext, TrainerColumns columns);

    /// <summary>Creates the trainer of small networks through its Options overload, without options for columns.</summary>
    private protected abstract DetectorTrainer CreateWithoutColumns(MLContext mlContext);

    /// <summary>Creates the trainer through its short overload without an argument.</summary>
    private protected abstract DetectorTrainer CreateByDefault(MLContext mlContext);

    /// <summary>Creates the trainer through its short overload.</summary>
    private protected abstract DetectorTrainer CreateShort(
        MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed);

    [TestMethod]
    public void Fit_SmallPool_GivesFiniteScores()
    {
        var mlContext = new MLContext(1);

        var scores = Scores(mlContext, Create(mlContext, new TrainerColumns()));

        Assert.IsTrue(scores.All(float.IsFinite), string.Join(' ', scores));
    }

    [TestMethod]
    public void Fit_SmallPool_GivesScoresThatDiffer()
    {
        var mlContext = new MLContext(1);

        var scores = Scores(mlContext, Create(mlContext, new TrainerColumns()));

        Assert.IsGreaterThan(Rows.DefaultCount / 2, scores.Distinct().Count());
    }

    [TestMethod]
    public void Fit_ShortOverload_GivesFiniteScores()
    {
        var mlContext = new MLContext(1);

        var scores = Scores(mlContext, CreateShort(mlContext, "Features", "Label", epochCount: 3, seed: 1));

        Assert.IsTrue(scores.All(float.IsFinite), string.Join(' ', scores));
    }

    [TestMethod]
    public void Fit_ShortOverload_HandsOnEveryArgument()
    {
        var mlContext = new MLContext(1);

        var trainer = CreateShort(mlContext, "A", "B", epochCount: 3, seed: 11);

        Assert.AreEqual(
            ("A", HasLabelInShortOverload ? "B" : null, 11L), (trainer.FeatureColumnName, trainer.LabelColumnName, trainer.Detector.Seed));
    }

    [TestMethod]
    public void Fit_ShortOverload_TrainsTheEpochsAskedFor()
    {
        var mlContext = new MLContext(1);

        var model = CreateShort(mlContext, "Features", "Label", epochCount: 3, seed: 11).Fit(mlContext.Pool()).Model;

        Assert.AreEqual(3, ((NeuralDetectorOptions)model.Options).EpochCount);
    }

    [TestMethod]
    public void FeatureColumnName_NotGiven_IsFeatures() => Assert.AreEqual("Features", CreateByDefault(new MLContext(1)).FeatureColumnName);

    [TestMethod]
    public void ScoreColumnName_NotGiven_IsScore() => Assert.AreEqual("Score", CreateByDefault(new MLContext(1)).ScoreColumnName);

    [TestMethod]
    public void PredictedLabelColumnName_NotGiven_IsPredictedLabel() =>
        Assert.AreEqual("PredictedLabel", CreateByDefault(new MLContext(1)).PredictedLabelColumnName);

    [TestMethod]
    public void Columns_OfTheOptionsOverloadWithoutThem_AreThoseOfTheShortOverload()
    {
        var (trainer, other) = (CreateByDefault(new MLContext(1)), CreateWithoutColumns(new MLContext(1)));

        Assert.AreEqual(
            (trainer.FeatureColumnName, trainer.ScoreColumnName, trainer.PredictedLabelColumnName, trainer.LabelColumnName),
            (other.FeatureColumnName, other.ScoreColumnName, other.PredictedLabelColumnName, other.LabelColumnName));
    }

    [TestMethod]
    public void Fit_ColumnsRenamed_ReadsAndWritesThem()
    {
        var mlContext = new MLContext(1);
        var columns = new TrainerColumns { Features = "Inputs", Label = "Known", Score = "Strangeness", PredictedLabel = "IsStrange" };
        var renamed = mlContext.Transforms.CopyColumns("Inputs", "Features")
            .Append(mlContext.Transforms.CopyColumns("Known", "Label"))
            .Append(mlContext.Transforms.DropColumns("Features", "Label"))
            .Fit(mlContext.PartlyLabeled()).Transform(mlContext.PartlyLabeled());

        var bits = Create(mlContext, columns).Fit(renamed).OfScores(renamed, "Strangeness");

        CollectionAssert.AreEqual(
            Create(mlContext, new TrainerColumns()).Fit(mlContext.PartlyLabeled()).OfScores(mlContext.PartlyLabeled()), bits);
    }

    [TestMethod]
    public void Transform_ColumnsRenamed_WritesThePredictedLabelThere()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = Create(mlContext, new TrainerColumns { PredictedLabel = "IsStrange" }).Fit(data);

        var labels = model.Transform(data).GetColumn<bool>("IsStrange").ToArray();

        CollectionAssert.AreEqual(model.Transform(data).GetColumn<float>("Score").Select(model.Model.IsAbnormal).ToArray(), labels);
    }

    [TestMethod]
    public void Transform_Score_IsSingle()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();

        Assert.AreEqual(NumberDataViewType.Single, Create(mlContext, new TrainerColumns()).Fit(data).Transform(data).Schema["Score"].Type);
    }

    [TestMethod]
    public void Transform_PredictedLabel_IsBoolean()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();

        Assert.AreEqual(
            BooleanDataViewType.Instance, Create(mlContext, new TrainerColumns()).Fit(data).Transform(data).Schema["PredictedLabel"].Type);
    }

    [TestMethod]
    public void Transform_TrainingRows_PredictsTheContaminationAbnormal()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = Create(mlContext, new TrainerColumns()).Fit(data);

        var count = model.Transform(data).GetColumn<bool>("PredictedLabel").Count(label => label);

        Assert.AreEqual((int)(DeepOneClassOptions.Defaults.Contamination * Rows.DefaultCount), count);
    }

    [TestMethod]
    public void GetOutputSchema_OfTheTrainer_AgreesWithTheTransformer()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var trainer = Create(mlContext, new TrainerColumns { Score = "Strangeness" });

        var promised = trainer.GetOutputSchema(Shapes.Of<PoolRow>(mlContext)).Select(Shapes.Describe).Order().ToArray();

        CollectionAssert.AreEqual(trainer.Fit(data).GetOutputSchema(data.Schema).Select(Shapes.Describe).Order().ToArray(), promised);
    }

    [TestMethod]
    public void GetOutputSchema_OfTheTransformer_IsThatOfTheDataItGives()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = Create(mlContext, new TrainerColumns()).Fit(data);

        var promised = model.GetOutputSchema(data.Schema).Select(Shapes.Describe).ToArray();

        CollectionAssert.AreEqual(model.Transform(data).Schema.Select(Shapes.Describe).ToArray(), promised);
    }

    [TestMethod]
    public void Transform_AnyInput_LeavesTheInputColumnsAndNoHelperColumn()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var withFeatures = mlContext.Transforms.Concatenate("Features", "Height", "Rest").Fit(data).Transform(data);

        var names = Create(mlContext, new TrainerColumns()).Fit(withFeatures).Transform(withFeatures).Schema.Select(column => column.Name)
            .ToArray();

        CollectionAssert.AreEquivalent(
            (string[])["Height", "Width", "Rest", "Name", "IsNew", "Count", "Group", "Label", "Features", "Score", "PredictedLabel"],
            names);
    }

    [TestMethod]
    public void Transform_AnyInput_LeavesTheInputValues()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();

        var kept = Create(mlContext, new TrainerColumns()).Fit(data).Transform(data).GetColumn<float[]>("Features").SelectMany(row => row);

        CollectionAssert.AreEqual(Bits.Of(Rows.Pool().SelectMany(row => row.Features)), Bits.Of(kept));
    }

    [TestMethod]
    public void Fit_InAChainAfterOthers_GivesTheBitsOfStandingAlone()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var before = mlContext.Transforms.Concatenate("Features", "Height", "Rest").Append(
            mlContext.Transforms.NormalizeMinMax("Features", fixZero: false));
        var chain = before.Append(Create(mlContext, new TrainerColumns())).Fit(data);
        var prepared = before.Fit(data).Transform(data);

        var alone = Create(mlContext, new TrainerColumns()).Fit(prepared).OfScores(prepared);

        CollectionAssert.AreEqual(alone, chain.OfScores(data));
    }

    [TestMethod]
    public void Fit_InAChainBeforeAnother_HandsOnTheScore()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var chain = Create(mlContext, new TrainerColumns()).Append(mlContext.Transforms.CopyColumns("Copy", "Score")).Fit(data);

        CollectionAssert.AreEqual(chain.OfScores(data), chain.OfScores(data, "Copy"));
    }

    [TestMethod]
    public void Fit_InAChainBeforeAnEstimatorThatFits_HandsOnTheScore()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var chain = Create(mlContext, new TrainerColumns()).Append(mlContext.Transforms.NormalizeMinMax("Scaled", "Score", fixZero: false))
            .Fit(data);

        Assert.AreEqual(1f, chain.Transform(data).GetColumn<float>("Scaled").Max(), NormalizerTolerance);
    }

    [TestMethod]
    public void Fit_TwiceInOneChain_BothGiveTheirOwnScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var first = new TrainerColumns { Score = "FirstScore", PredictedLabel = "FirstLabel" };
        var second = new TrainerColumns { Score = "SecondScore", PredictedLabel = "SecondLabel", Seed = Fast.Seed + 1 };

        var scored = Create(mlContext, first).Append(Create(mlContext, second)).Fit(data).Transform(data);

        CollectionAssert.AreEqual(
            Create(mlContext, first).Fit(data).OfScores(data, "FirstScore")
                .Concat(Create(mlContext, second).Fit(data).OfScores(data, "SecondScore")).ToArray(),
            scored.OfScores("FirstScore").Concat(scored.OfScores("SecondScore")).ToArray());
    }

    [TestMethod]
    public void Fit_AgainOnTheSameData_GivesTheSameModel()
    {
        var mlContext = new MLContext(1);
        var trainer = Create(mlContext, new TrainerColumns());
        var first = Bits.OfModel(trainer.Fit(mlContext.PartlyLabeled()).Model);

        Assert.AreEqual(first, Bits.OfModel(trainer.Fit(mlContext.PartlyLabeled()).Model));
    }

    [TestMethod]
    public void Fit_AfterAFitOnOtherData_StartsFresh()
    {
        var mlContext = new MLContext(1);
        var trainer = Create(mlContext, new TrainerColumns());
        trainer.Fit(mlContext.Pool(40));

        Assert.AreEqual(
            Bits.OfModel(Create(mlContext, new TrainerColumns()).Fit(mlContext.PartlyLabeled()).Model),
            Bits.OfModel(trainer.Fit(mlContext.PartlyLabeled()).Model));
    }

    [TestMethod]
    public void Fit_SeedLeftOpenAndContextsOfOneSeed_GiveTheSameModel() => Assert.AreEqual(ModelOfContext(5), ModelOfContext(5));

    [TestMethod]
    public void Fit_SeedLeftOpenAndContextsOfTwoSeeds_GiveDifferentModels() => Assert.AreNotEqual(ModelOfContext(5), ModelOfContext(6));

    [TestMethod]
    public void Fit_SeedLeftOpen_ModelRecordsWhatTheContextGave()
    {
        var mlContext = new MLContext(5);
        var trainer = Create(mlContext, new TrainerColumns { Seed = null });
        var model = trainer.Fit(mlContext.Pool()).Model;

        Assert.AreEqual(
            Bits.Of(Create(mlContext, new TrainerColumns { Seed = model.Seed }).Fit(mlContext.Pool()).Model.Threshold),
            Bits.Of(model.Threshold));
    }

    [TestMethod]
    public void Fit_SeedGiven_ContextDoesNotMatter()
    {
        var model = Bits.OfModel(Create(new MLContext(5), new TrainerColumns()).Fit(new MLContext(5).Pool()).Model);

        Assert.AreEqual(model, Bits.OfModel(Create(new MLContext(6), new TrainerColumns()).Fit(new MLContext(6).Pool()).Model));
    }

    [TestMethod]
    public void Fit_OtherSeedGiven_GivesAnotherModel()
    {
        var mlContext = new MLContext(1);
        var bits = Create(mlContext, new TrainerColumns()).Fit(mlContext.Pool()).OfScores(mlContext.Pool());

        CollectionAssert.AreNotEqual(
            bits, Create(mlContext, new TrainerColumns { Seed = Fast.Seed + 1 }).Fit(mlContext.Pool()).OfScores(mlContext.Pool()));
    }

    [TestMethod]
    public void Fit_LabelsGiven_MakeADifferenceExactlyWhenTheMethodUsesThem()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var bits = Create(mlContext, new TrainerColumns { Label = null }).Fit(data).OfScores(data);
        var trainer = Create(mlContext, new TrainerColumns());

        Assert.AreEqual(trainer.Detector.UsesLabels, !bits.SequenceEqual(trainer.Fit(data).OfScores(data)));
    }

    [TestMethod]
    public void Fit_Progress_GetsEveryEpoch()
    {
        var mlContext = new MLContext(1);
        var progress = new Listener<TrainingProgress>();
        Create(mlContext, new TrainerColumns { Progress = progress }).Fit(mlContext.Pool());

        CollectionAssert.AreEqual(Epochs, progress.Reports.Select(report => report.EpochIndex).ToArray());
    }

    [TestMethod]
    public void Fit_Log_TellsTheSeedAndTheSource()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        Create(mlContext, new TrainerColumns { Seed = 4711 }).Fit(mlContext.Pool());

        Assert.IsTrue(
            log.From(Name + "; Fit").Any(message =>
                message.Kind == ChannelMessageKind.Info && message.RawMessage.Contains("seed 4711", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Fit_CancelledBefore_Throws()
    {
        var mlContext = new MLContext(1);
        var trainer = Create(mlContext, new TrainerColumns { CancellationToken = new CancellationToken(canceled: true) });

        Assert.Throws<OperationCanceledException>(() => trainer.Fit(mlContext.Pool()));
    }

    [TestMethod]
    public void Fit_CancelledDuringAnEpoch_StopsThere()
    {
        var mlContext = new MLContext(1);
        using var cancellation = new CancellationTokenSource();
        var progress = new Listener<TrainingProgress>(report => Cancel(report, cancellation));
        var trainer = Create(mlContext, new TrainerColumns { Progress = progress, CancellationToken = cancellation.Token });

        Assert.Throws<OperationCanceledException>(() => trainer.Fit(mlContext.Pool()));

        Assert.HasCount(2, progress.Reports);
    }

    [TestMethod]
    public void Fit_Null_ThrowsWithTheName() =>
        Assert.AreEqual(
            "input",
            Assert.ThrowsExactly<ArgumentNullException>(() => Create(new MLContext(1), new TrainerColumns()).Fit(null!)).ParamName);

    [TestMethod]
    public void GetOutputSchema_Null_ThrowsWithTheName() => Assert.AreEqual(
        "inputSchema",
        Assert.ThrowsExactly<ArgumentNullException>(() => Create(new MLContext(1), new TrainerColumns()).GetOutputSchema(null!)).ParamName);

    [TestMethod]
    public void Create_FeatureColumnNameEmpty_Throws() =>
        CreateThrows(new TrainerColumns { Features = string.Empty }, "options.FeatureColumnName");

    [TestMethod]
    public void Create_LabelColumnNameEmpty_Throws() => CreateThrows(new TrainerColumns { Label = " " }, "options.LabelColumnName");

    [TestMethod]
    public void Create_ScoreColumnNameEmpty_Throws() =>
        CreateThrows(new TrainerColumns { Score = string.Empty }, "options.ScoreColumnName");

    [TestMethod]
    public void Create_PredictedLabelColumnNameEmpty_Throws() =>
        CreateThrows(new TrainerColumns { PredictedLabel = string.Empty }, "options.PredictedLabelColumnName");

    [TestMethod]
    public void Create_ScoreAndPredictedLabelOfOneName_Throws() =>
        CreateThrows(new TrainerColumns { Score = "Same", PredictedLabel = "Same" }, "options.PredictedLabelColumnName");

    private static void Cancel(TrainingProgress report, CancellationTokenSource cancellation)
    {
        if (report.EpochIndex == 1)
        {
            cancellation.Cancel();
        }
    }

    private static float[] Scores(MLContext mlContext, DetectorTrainer trainer)
    {
        var data = mlContext.PartlyLabeled();
        return [.. trainer.Fit(data).Transform(data).GetColumn<float>("Score")];
    }

    private string ModelOfContext(int seed)
    {
        var mlContext = new MLContext(seed);
        return Bits.OfModel(Create(mlContext, new TrainerColumns { Seed = null }).Fit(mlContext.Pool()).Model);
    }

    private void CreateThrows(TrainerColumns columns, string parameter) =>
        Assert.AreEqual(parameter, Assert.ThrowsExactly<ArgumentException>(() => Create(new MLContext(1), columns)).ParamName);
}
