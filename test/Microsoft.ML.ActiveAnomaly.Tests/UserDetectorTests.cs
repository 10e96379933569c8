using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;
using UserCode;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>
/// A detector from outside the library, written against its public members alone, in everything that ML.NET has of detectors.
/// </summary>
[TestClass]
public sealed class UserDetectorTests
{
    public UserDetectorTests() => DetectorModelFormat.Register(new CentroidCodec());

    [TestMethod]
    public void Fit_InAPipeline_ScoresByTheDistanceFromTheCentroid()
    {
        var mlContext = new MLContext(1);
        PlaneRow[] rows = [new() { X = 0, Y = 0 }, new() { X = 4, Y = 0 }, new() { X = 4, Y = 8 }, new() { X = 0, Y = 8 }];
        var chain = mlContext.Transforms.Concatenate("Features", "X", "Y")
            .Append(mlContext.ActiveAnomaly().Trainers.Detector(new CentroidDetector(new CentroidOptions { Threshold = 19 })))
            .Fit(mlContext.View(rows));

        // The centroid is (2, 4): every corner lies at a squared distance of 4 + 16.
        var scored = chain.Transform(mlContext.View(rows));
        CollectionAssert.AreEqual((float[])[20, 20, 20, 20], scored.GetColumn<float>("Score").ToArray());
        CollectionAssert.AreEqual((bool[])[true, true, true, true], scored.GetColumn<bool>("PredictedLabel").ToArray());
    }

    [TestMethod]
    public void Fit_LabelColumn_ReachesTheDetector()
    {
        var mlContext = new MLContext(1);
        var with = (CentroidModel)Trainer(mlContext, new DetectorTrainerOptions { LabelColumnName = "Label" }).Fit(mlContext.Pool()).Model;

        var expected = Rows.Pool().Where(row => row.Label == 0).Sum(row => row.Features[0]) / Rows.DefaultCount;
        Assert.AreEqual(expected, with.Centroid[0], 1e-5f);
    }

    [TestMethod]
    public void Fit_SeedLeftOpen_IsDrawnFromTheContext() => Assert.AreEqual(
        Trainer(new MLContext(3), seed: null).Fit(new MLContext(3).Pool()).Model.Seed,
        Trainer(new MLContext(3), seed: null).Fit(new MLContext(3).Pool()).Model.Seed);

    [TestMethod]
    public void Fit_Ensemble_ScoresWithItsMembers()
    {
        var mlContext = new MLContext(1);
        var model = Trainer(mlContext, ensemble: new EnsembleOptions { MemberCount = 3 }).Fit(mlContext.Pool());

        Assert.HasCount(3, ((EnsembleModel)model.Model).Members);
        CollectionAssert.AreEqual(Bits.Of(Rows.Pool().Select(row => model.Model.Score(row.Features))), model.OfScores(mlContext.Pool()));
    }

    [TestMethod]
    public void Fit_ActiveLearning_LearnsFromTheAnswers()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.ActiveAnomaly().ActiveLearning(
            Trainer(mlContext),
            new HighConfidenceStrategy(),
            LabelOracle.FromDelegate(_ => Answer.Abnormal),
            stageCount: 2,
            budgetPerStage: 4)
            .Fit(mlContext.Pool());

        Assert.HasCount(3, model.History);
        Assert.AreEqual(8, model.Labels.LabeledCount);
        CollectionAssert.AreEqual(Bits.Of(model.History[^1].Scores.ToArray()), model.OfScores(mlContext.Pool()));
        CollectionAssert.AreNotEqual(Bits.Of(model.History[0].Scores.ToArray()), model.OfScores(mlContext.Pool()));
    }

    [TestMethod]
    public void CreateSession_AnsweredByHand_GivesATransformer()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var session = mlContext.ActiveAnomaly().CreateSession(data, Trainer(mlContext), new HighConfidenceStrategy());
        session.Run(row => Rows.IsAbnormal(row.RowIndex) ? Answer.Abnormal : Answer.Normal, 2);
        var transformer = mlContext.ActiveAnomaly().CreateTransformer(session.Model!, data);

        CollectionAssert.AreEqual(Bits.Of(session.History[^1].Scores.ToArray()), transformer.OfScores(data));
    }

    [TestMethod]
    public void Load_SavedChain_GivesTheSameScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = mlContext.Transforms.CopyColumns("Copy", "Features").Append(Trainer(mlContext)).Fit(data);

        CollectionAssert.AreEqual(model.OfScores(data), ScoringPipelineTests.Reloaded(new MLContext(), model, data).OfScores(data));
    }

    [TestMethod]
    public void Load_SavedEnsemble_GivesTheSameScores()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = Trainer(mlContext, ensemble: new EnsembleOptions { MemberCount = 3 }).Fit(data);

        CollectionAssert.AreEqual(model.OfScores(data), ScoringPipelineTests.Reloaded(new MLContext(), model, data).OfScores(data));
    }

    [TestMethod]
    public void GetDetectorModel_OfALoadedChain_IsOfTheUsersType()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = Trainer(mlContext).Fit(data);
        var loaded = mlContext.ActiveAnomaly().GetDetectorModel(ScoringPipelineTests.Reloaded(mlContext, model, data));

        Assert.AreEqual(Bits.OfModel(model.Model), Bits.OfModel((CentroidModel)loaded));
    }

    [TestMethod]
    public void Load_InAFreshProcessThatRegistersTheCodec_GivesTheSameScores()
    {
        using var folder = new TemporaryFolder();
        var mlContext = new MLContext(1);
        File.WriteAllLines(folder.File("rows.csv"), Rows.Pool().Select(Line).Prepend("a,b,c,d,e"));
        var data = FreshProcess.Program.Load(mlContext, folder.File("rows.csv"));
        var model = mlContext.Transforms.NormalizeMinMax("Features", "Raw", fixZero: false).Append(Trainer(mlContext)).Fit(data);
        mlContext.Model.Save(model, data.Schema, folder.File("model.zip"));

        Assert.AreEqual(
            FreshProcess.Program.Describe(model.Transform(data)),
            OtherProcess.Score(folder.File("model.zip"), folder.File("rows.csv"), "register"));
    }

    [TestMethod]
    public void Fit_ModelWithoutACodec_Scores()
    {
        var mlContext = new MLContext(1);
        var model = WithoutCodec(mlContext).Fit(mlContext.Pool());

        CollectionAssert.AreEqual(Bits.Of(Rows.Pool().Select(row => row.Features[0])), model.OfScores(mlContext.Pool()));
    }

    [TestMethod]
    public void Predict_EngineOnAModelWithoutACodec_Scores()
    {
        var mlContext = new MLContext(1);
        using var engine = mlContext.Model.CreatePredictionEngine<PoolRow, Prediction>(WithoutCodec(mlContext).Fit(mlContext.Pool()));

        Assert.AreEqual(Rows.Features(5)[0], engine.Predict(Rows.Pool()[5]).Score);
    }

    [TestMethod]
    public void Save_ModelWithoutACodec_ThrowsWithWhatToRegister()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = mlContext.Transforms.CopyColumns("Copy", "Features").Append(WithoutCodec(mlContext)).Fit(data);
        using var stream = new MemoryStream();
        var message = Assert.ThrowsExactly<NotSupportedException>(() => mlContext.Model.Save(model, data.Schema, stream)).Message;

        Assert.Contains(nameof(FirstFeatureModel), message);
        Assert.Contains("DetectorModelFormat.Register", message);
    }

    [TestMethod]
    public void Fit_ModelWithoutACodec_WarnsThatItCannotBeSaved()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        WithoutCodec(mlContext).Fit(mlContext.Pool());

        Assert.Contains("DetectorModelFormat.Register", log.Warnings.Single().RawMessage);
    }

    [TestMethod]
    public void Fit_ModelWithACodec_WarnsOfNothing()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        Trainer(mlContext).Fit(mlContext.Pool());

        Assert.IsEmpty(log.Warnings);
    }

    [TestMethod]
    public void Fit_ActiveLearningOfAModelWithoutACodec_WarnsOnceAndBeforeAnybodyIsAsked()
    {
        var mlContext = new MLContext(1);
        var log = new LogListener(mlContext);
        var warningCounts = new List<int>();
        var oracle = LabelOracle.FromDelegate(_ =>
        {
            warningCounts.Add(log.Warnings.Count);
            return Answer.Normal;
        });
        var trainer = mlContext.ActiveAnomaly().Trainers.Detector(new FirstFeatureDetector(usesLabels: true));
        mlContext.ActiveAnomaly().ActiveLearning(trainer, new HighConfidenceStrategy(), oracle, stageCount: 2, budgetPerStage: 2)
            .Fit(mlContext.Pool());

        CollectionAssert.AreEqual((int[])[1, 1, 1, 1], warningCounts);
        Assert.Contains("DetectorModelFormat.Register", log.Warnings.Single().RawMessage);
    }

    private static DetectorTrainer Trainer(
        MLContext mlContext, DetectorTrainerOptions? options = null, long? seed = Fast.Seed, EnsembleOptions? ensemble = null) =>
        mlContext.ActiveAnomaly().Trainers.Detector(
            new CentroidOptions { Seed = seed }, static complete => new CentroidDetector(complete), options, ensemble);

    private static DetectorTrainer WithoutCodec(MLContext mlContext) =>
        mlContext.ActiveAnomaly().Trainers.Detector(new FirstFeatureDetector());

    private static string Line(PoolRow row) =>
        string.Join(',', row.Features.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private sealed class PlaneRow
    {
        public float X { get; set; }

        public float Y { get; set; }
    }

    private sealed record FirstFeatureOptions : DetectorOptions;

    private sealed class FirstFeatureDetector(bool usesLabels = false) : Detector(new FirstFeatureOptions())
    {
        public override string Name => "first feature";

        public override bool UsesLabels => usesLabels;

        protected override TrainedDetector Train(TrainingRequest request) => Scored(new FirstFeatureModel(request.Pool), request);
    }

    private sealed class FirstFeatureModel(FeatureMatrix pool) : DetectorModel(pool.FeatureCount)
    {
        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
        {
            for (var row = 0; row < scores.Length; row++)
            {
                scores[row] = rows[row * FeatureCount];
            }
        }
    }
}
