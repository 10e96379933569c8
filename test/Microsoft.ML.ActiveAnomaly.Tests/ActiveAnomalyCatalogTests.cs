using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Models out of transformers, and sessions by hand.</summary>
[TestClass]
public sealed class ActiveAnomalyCatalogTests
{
    [TestMethod]
    public void GetDetectorModel_OfAFittedTransformer_IsItsModel()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());

        Assert.AreSame(model.Model, mlContext.ActiveAnomaly().GetDetectorModel(model));
    }

    [TestMethod]
    public void GetDetectorModel_OfAFittedChain_IsItsModel()
    {
        var mlContext = new MLContext(1);
        var model = ScoringPipelineTests.Chain(mlContext).Fit(mlContext.View(Rows.Raw()));

        Assert.AreSame(model.LastTransformer.Model, mlContext.ActiveAnomaly().GetDetectorModel(model));
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedTransformer_HasTheSameBits()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = mlContext.NceTrainer().Fit(data);

        Assert.AreEqual(
            Bits.OfModel(model.Model),
            Bits.OfModel(new MLContext().ActiveAnomaly().GetDetectorModel(ScoringPipelineTests.Reloaded(new MLContext(), model, data))));
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedChain_HasTheSameBits()
    {
        var (original, loaded) = OriginalAndLoaded();

        Assert.AreEqual(Bits.OfModel(original), Bits.OfModel(loaded));
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedChain_HasTheSameOptions()
    {
        var (original, loaded) = OriginalAndLoaded();

        Assert.AreEqual((NceOptions)original.Options with { HiddenSizes = null }, (NceOptions)loaded.Options with { HiddenSizes = null });
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedChain_HasTheSameHiddenSizes()
    {
        var (original, loaded) = OriginalAndLoaded();

        CollectionAssert.AreEqual(original.Options.HiddenSizes!.ToArray(), loaded.Options.HiddenSizes!.ToArray());
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedChain_HasTheSameSeed()
    {
        var (original, loaded) = OriginalAndLoaded();

        Assert.AreEqual(original.Seed, loaded.Seed);
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedChain_HasTheSameCenter()
    {
        var (original, loaded) = OriginalAndLoaded();

        CollectionAssert.AreEqual(Bits.Of(original.Center.ToArray()), Bits.Of(loaded.Center.ToArray()));
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedChain_HasTheSameWeights()
    {
        var (original, loaded) = OriginalAndLoaded();

        CollectionAssert.AreEqual(
            Bits.Of(original.Encoder.Layers.SelectMany(layer => layer.Weights.ToArray())),
            Bits.Of(loaded.Encoder.Layers.SelectMany(layer => layer.Weights.ToArray())));
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedChain_HasTheSameThreshold()
    {
        var (original, loaded) = OriginalAndLoaded();

        Assert.AreEqual(Bits.Of(original.Threshold), Bits.Of(loaded.Threshold));
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedChain_ScoresRowsAsTheChainDoes()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var loaded = ScoringPipelineTests.Reloaded(
            mlContext, mlContext.NceTrainer().Append(mlContext.Transforms.CopyColumns("Copy", "Score")).Fit(data), data);
        var model = mlContext.ActiveAnomaly().GetDetectorModel(loaded);

        CollectionAssert.AreEqual(loaded.OfScores(data), Bits.Of(Rows.Pool().Select(row => model.Score(row.Features))));
    }

    [TestMethod]
    public void GetDetectorModels_OfAFittedChainWithTwo_GivesBothInOrder() => AreBothInOrder((_, model, _) => model);

    [TestMethod]
    public void GetDetectorModels_OfALoadedChainWithTwo_GivesBothInOrder() => AreBothInOrder(ScoringPipelineTests.Reloaded);

    [TestMethod]
    public void GetDetectorModels_OfAChainWithNone_GivesNone()
    {
        var mlContext = new MLContext(1);

        Assert.IsEmpty(mlContext.ActiveAnomaly().GetDetectorModels(WithoutModel(mlContext)));
    }

    [TestMethod]
    public void GetDetectorModel_OfAChainWithNone_ThrowsWithTheCount()
    {
        var mlContext = new MLContext(1);

        Assert.Contains(
            "0 detector models",
            Assert.ThrowsExactly<ArgumentException>(() => mlContext.ActiveAnomaly().GetDetectorModel(WithoutModel(mlContext))).Message);
    }

    [TestMethod]
    public void GetDetectorModel_OfAChainWithTwo_ThrowsWithTheCount()
    {
        var mlContext = new MLContext(1);
        var chain = ScoringPipelineTests.Two(mlContext).Fit(mlContext.Pool());

        Assert.Contains(
            "2 detector models", Assert.ThrowsExactly<ArgumentException>(() => mlContext.ActiveAnomaly().GetDetectorModel(chain)).Message);
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedAutoencoder_IsAnAutoencoder()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = mlContext.ActiveAnomaly().Trainers.Autoencoder(Fast.Autoencoder).Fit(data);

        Assert.IsInstanceOfType<AutoencoderModel>(
            mlContext.ActiveAnomaly().GetDetectorModel(ScoringPipelineTests.Reloaded(mlContext, model, data)));
    }

    [TestMethod]
    public void CreateSession_AnsweredByHand_GivesTheModelsOfTheEstimator()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var trainer = mlContext.NceTrainer();
        var strategy = new AdaptiveBoundaryStrategy(0.6);
        var fitted = mlContext.ActiveAnomaly().ActiveLearning(trainer, strategy, LabelOracle.FromColumn(), stageCount: 3, budgetPerStage: 4)
            .Fit(data);
        var session = mlContext.ActiveAnomaly().CreateSession(data, trainer, strategy, new SessionOptions { BudgetPerStage = 4 });
        session.Train();
        for (var stage = 0; stage < 3; stage++)
        {
            foreach (var row in session.Query())
            {
                session.Answer(row.RowIndex, Rows.IsAbnormal(row.RowIndex) ? RowLabel.Abnormal : RowLabel.Normal);
            }

            session.Train();
        }

        CollectionAssert.AreEqual(
            fitted.History.Select(stage => Bits.OfModel(stage.Model)).ToArray(),
            session.History.Select(stage => Bits.OfModel(stage.Model)).ToArray());
    }

    [TestMethod]
    public void ResumeSession_StoppedHalfway_GoesOnWithTheSameBits()
    {
        var mlContext = new MLContext(1);
        var (data, trainer, strategy) = (mlContext.PartlyLabeled(), mlContext.NceTrainer(), new AdaptiveBoundaryStrategy(0.6));
        var log = new List<SessionEvent>();
        var options = new SessionOptions { BudgetPerStage = 4, Sink = log.Add };
        var session = mlContext.ActiveAnomaly().CreateSession(data, trainer, strategy, options, initialLabelColumnName: "Label");
        Stage(session);
        SessionEvent[] half = [.. log];
        Stage(session);

        var other = new MLContext(1);
        var again = other.ActiveAnomaly().ResumeSession(
            half, other.PartlyLabeled(), other.NceTrainer(), strategy, options with { Sink = null });
        Stage(again);

        CollectionAssert.AreEqual(session.Labels.Values.ToArray(), again.Labels.Values.ToArray());
        Assert.AreEqual(Bits.OfModel(session.Model!), Bits.OfModel(again.Model!));
        Assert.HasCount(2, again.History);
    }

    [TestMethod]
    public void ResumeSession_OtherRows_Throws()
    {
        var mlContext = new MLContext(1);
        var log = new List<SessionEvent>();
        mlContext.ActiveAnomaly().CreateSession(
            mlContext.Pool(), mlContext.NceTrainer(), new RandomStrategy(), new SessionOptions { Sink = log.Add });

        Assert.ThrowsExactly<SessionMismatchException>(() => mlContext.ActiveAnomaly().ResumeSession(
            log, mlContext.Pool(50), mlContext.NceTrainer(), new RandomStrategy()));
    }

    [TestMethod]
    public void CreateSession_InitialLabels_AreInTheSession()
    {
        var mlContext = new MLContext(1);
        var session = mlContext.ActiveAnomaly().CreateSession(
            mlContext.PartlyLabeled(), mlContext.NceTrainer(), new RandomStrategy(), initialLabelColumnName: "Label");

        CollectionAssert.AreEqual(
            Rows.PartlyLabeled()
                .Select(row => float.IsNaN(row.Label) ? RowLabel.Unlabeled : row.Label > 0 ? RowLabel.Abnormal : RowLabel.Normal).ToArray(),
            session.Labels.Values.ToArray());
    }

    [TestMethod]
    public void CreateSession_NoInitialLabels_ReadsNoLabelColumn()
    {
        var mlContext = new MLContext(1);

        Assert.AreEqual(
            0,
            mlContext.ActiveAnomaly().CreateSession(mlContext.PartlyLabeled(), mlContext.NceTrainer(), new RandomStrategy())
                .Labels.LabeledCount);
    }

    [TestMethod]
    public void CreateSession_Features_AreThoseOfTheColumn()
    {
        var mlContext = new MLContext(1);
        var session = mlContext.ActiveAnomaly().CreateSession(mlContext.Pool(), mlContext.NceTrainer(), new RandomStrategy());

        CollectionAssert.AreEqual(Bits.Of(Rows.Pool().SelectMany(row => row.Features)), Bits.Of(session.Pool.Values.ToArray()));
    }

    [TestMethod]
    public void CreateSession_OptionsOutOfRange_Throws()
    {
        var mlContext = new MLContext(1);
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mlContext.ActiveAnomaly().CreateSession(
            mlContext.Pool(), mlContext.NceTrainer(), new RandomStrategy(), new SessionOptions { BudgetPerStage = 0 }));

        Assert.AreEqual("options.BudgetPerStage", exception.ParamName);
    }

    [TestMethod]
    public void CreateTransformer_OfASession_GivesTheScoresOfItsModel()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var trainer = mlContext.NceTrainer();
        var session = mlContext.ActiveAnomaly().CreateSession(data, trainer, new RandomStrategy());
        var stage = session.Train();

        CollectionAssert.AreEqual(
            Bits.Of(stage.Scores.ToArray()), mlContext.ActiveAnomaly().CreateTransformer(session.Model!, data).OfScores(data));
    }

    [TestMethod]
    public void CreateTransformer_OfASession_IsSavedAndLoaded()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var trainer = mlContext.NceTrainer();
        var session = mlContext.ActiveAnomaly().CreateSession(data, trainer, new RandomStrategy());
        session.Train();
        var transformer = mlContext.ActiveAnomaly().CreateTransformer(session.Model!, data);

        CollectionAssert.AreEqual(transformer.OfScores(data), ScoringPipelineTests.Reloaded(mlContext, transformer, data).OfScores(data));
    }

    [TestMethod]
    public void CreateTransformer_OfALoadedModel_GivesTheSameScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var trainer = mlContext.NceTrainer();
        var model = trainer.Fit(data);
        var loaded = mlContext.ActiveAnomaly().GetDetectorModel(ScoringPipelineTests.Reloaded(mlContext, model, data));

        CollectionAssert.AreEqual(model.OfScores(data), mlContext.ActiveAnomaly().CreateTransformer(loaded, data).OfScores(data));
    }

    [TestMethod]
    public void CreateTransformer_NamesGiven_UsesThem()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Transforms.CopyColumns("Inputs", "Features").Fit(mlContext.Pool()).Transform(mlContext.Pool());
        var model = mlContext.NceTrainer(Fast.Untrained).Fit(mlContext.Pool()).Model;
        var scored = mlContext.ActiveAnomaly().CreateTransformer(model, data, "Inputs", "Strangeness", "IsStrange").Transform(data);

        CollectionAssert.AreEqual(Bits.Of(Rows.Pool().Select(row => model.Score(row.Features))), scored.OfScores("Strangeness"));
        Assert.AreEqual(BooleanDataViewType.Instance, scored.Schema["IsStrange"].Type);
    }

    [TestMethod]
    [DataRow("", "Score", "PredictedLabel", "featureColumnName")]
    [DataRow("Features", " ", "PredictedLabel", "scoreColumnName")]
    [DataRow("Features", "Score", "Score", "predictedLabelColumnName")]
    [DataRow("Features", "Features", "PredictedLabel", "featureColumnName")]
    [DataRow("Features", "Score", "Features", "featureColumnName")]
    public void CreateTransformer_NamesThatCannotBe_Throws(string features, string score, string predictedLabel, string parameter)
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer(Fast.Untrained).Fit(mlContext.Pool()).Model;

        Assert.AreEqual(parameter, Assert.ThrowsExactly<ArgumentException>(
            () => mlContext.ActiveAnomaly().CreateTransformer(model, mlContext.Pool(), features, score, predictedLabel)).ParamName);
    }

    [TestMethod]
    public void CreateTransformer_DataOfOtherFeatureCount_ThrowsWithBothCounts()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var narrow = mlContext.Transforms.Concatenate("Features", "Rest").Fit(data).Transform(data);
        var trainer = mlContext.NceTrainer(Fast.Untrained);
        var model = trainer.Fit(mlContext.Pool()).Model;

        Assert.Contains(
            "holds 3 features; the model was trained on 5",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mlContext.ActiveAnomaly().CreateTransformer(model, narrow)).Message);
    }

    [TestMethod]
    public void CreateSession_InitialLabelsReversed_AsksWhetherTheEncodingIsReversed()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        var data = mlContext.View(Rows.Pool().Select(row => new PoolRow { Features = row.Features, Label = 1 - row.Label }).ToArray());
        mlContext.ActiveAnomaly().CreateSession(data, mlContext.NceTrainer(), new RandomStrategy(), initialLabelColumnName: "Label");

        Assert.Contains("reversed?", log.Warnings.Single().RawMessage);
    }

    [TestMethod]
    public void Arguments_Null_ThrowWithTheirNames()
    {
        var mlContext = new MLContext(1);
        var (catalog, data, trainer, strategy, oracle) = (
            mlContext.ActiveAnomaly(), mlContext.Pool(2), mlContext.NceTrainer(), new RandomStrategy(), LabelOracle.FromColumn());
        (string Parameter, Action Call)[] calls =
        [
            ("trainer", () => catalog.ActiveLearning(null!, strategy, oracle)),
            ("strategy", () => catalog.ActiveLearning(trainer, null!, oracle)),
            ("oracle", () => catalog.ActiveLearning(trainer, strategy, null!)),
            ("options", () => catalog.ActiveLearning(trainer, strategy, oracle, null!)),
            (
                "options.Session",
                () => catalog.ActiveLearning(trainer, strategy, oracle, new ActiveLearningEstimator.Options { Session = null! })),
            ("data", () => catalog.CreateSession(null!, trainer, strategy)),
            ("trainer", () => catalog.CreateSession(data, null!, strategy)),
            ("strategy", () => catalog.CreateSession(data, trainer, null!)),
            ("model", () => catalog.CreateTransformer(null!, data)),
            ("data", () => catalog.CreateTransformer(trainer.Fit(data).Model, null!)),
            ("data", () => catalog.CreatePreview(null!)),
            ("columnNames", () => catalog.CreatePreview(data, null!)),
            ("transformer", () => catalog.GetDetectorModels(null!)),
            ("transformer", () => catalog.GetDetectorModel(null!)),
        ];

        CollectionAssert.AreEqual(
            calls.Select(call => call.Parameter).ToArray(),
            calls.Select(call => Assert.ThrowsExactly<ArgumentNullException>(call.Call).ParamName).ToArray());
    }

    private static (DeepOneClassModel Original, DeepOneClassModel Loaded) OriginalAndLoaded()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var chain = ScoringPipelineTests.Chain(mlContext).Fit(data);
        var loaded = new MLContext().ActiveAnomaly().GetDetectorModel(ScoringPipelineTests.Reloaded(new MLContext(), chain, data));
        return ((DeepOneClassModel)chain.LastTransformer.Model, (DeepOneClassModel)loaded);
    }

    private static void AreBothInOrder(Func<MLContext, ITransformer, IDataView, ITransformer> then)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var models = mlContext.ActiveAnomaly().GetDetectorModels(then(mlContext, ScoringPipelineTests.Two(mlContext).Fit(data), data));

        CollectionAssert.AreEqual((string[])["Deep SVDD", "NCE"], models.Select(model => model.Name).ToArray());
    }

    private static TransformerChain<ColumnCopyingTransformer> WithoutModel(MLContext mlContext) =>
        mlContext.Transforms.CopyColumns("A", "Features").Append(mlContext.Transforms.CopyColumns("B", "A")).Fit(mlContext.Pool());

    /// <summary>Trains, asks, answers and trains.</summary>
    private static void Stage(ActiveLearningSession session)
    {
        if (session.Model is null)
        {
            session.Train();
        }

        foreach (var row in session.Query())
        {
            session.Answer(row.RowIndex, Rows.IsAbnormal(row.RowIndex) ? RowLabel.Abnormal : RowLabel.Normal);
        }

        session.Train();
    }
}
