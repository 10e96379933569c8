using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Alif;
using ActiveAnomaly.Detectors.Balif;
using ActiveAnomaly.Detectors.ExtraTrees;
using ActiveAnomaly.Detectors.TiwsForest;
using ActiveAnomaly.Detectors.TwoStage;
using ActiveAnomaly.Detectors.Xgbod;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>The trainers of trees that learn from labels, in a pipeline, saved, loaded and in a session.</summary>
[TestClass]
public sealed class TreeTrainersTests
{
    private static readonly (string Name, Func<TrainerCatalog, string?, DetectorTrainer> Create, Type Model)[] Trainers =
    [
        ("BALIF", (trainers, label) => trainers.Balif(labelColumnName: label, treeCount: 20, seed: 3), typeof(BalifModel)),
        ("ALIF", (trainers, label) => trainers.Alif(labelColumnName: label, treeCount: 20, seed: 3), typeof(AlifModel)),
        ("TiWS-iForest", (trainers, label) => trainers.TiwsForest(labelColumnName: label, treeCount: 20, seed: 3), typeof(TiwsForestModel)),
        ("two-stage", (trainers, label) => trainers.TwoStage(labelColumnName: label, treeCount: 20, seed: 3), typeof(TwoStageModel)),
        ("XGBOD", (trainers, label) => trainers.Xgbod(labelColumnName: label, treeCount: 20, seed: 3), typeof(XgbodModel)),
        ("extra trees", (trainers, label) => trainers.ExtraTrees(labelColumnName: label, treeCount: 20, seed: 3), typeof(ExtraTreesModel)),
    ];

    public static IEnumerable<object[]> Cases => Trainers.Select((item, index) => new object[] { index, item.Name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Fit_LabelColumn_ScoresAsTheDetectorWithTheLabelsDoes(int index, string name)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var trainer = Trainers[index].Create(mlContext.ActiveAnomaly().Trainers, "Label");
        float[][] rows = [.. data.GetColumn<float[]>("Features")];
        global::ActiveAnomaly.Data.RowLabel[] labels =
        [
            .. data.GetColumn<float>("Label").Select(label => label > 0
                ? global::ActiveAnomaly.Data.RowLabel.Abnormal
                : global::ActiveAnomaly.Data.RowLabel.Normal),
        ];
        var request = new TrainingRequest(
            global::ActiveAnomaly.Data.FeatureMatrix.FromRows(rows), global::ActiveAnomaly.Data.PoolLabels.Copy(labels));
        CollectionAssert.AreEqual(
            Bits.Of(trainer.Detector.Fit(request).Scores.ToArray()), trainer.Fit(data).Transform(data).OfScores());
        Assert.AreEqual(name, trainer.Detector.Name);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Fit_WithoutLabelColumn_LearnsFromNone(int index, string name)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var trainers = mlContext.ActiveAnomaly().Trainers;
        var (with, without) = (Trainers[index].Create(trainers, "Label"), Trainers[index].Create(trainers, null));
        Assert.AreEqual("Label", with.LabelColumnName, name);
        Assert.IsNull(without.LabelColumnName);
        CollectionAssert.AreNotEqual(with.Fit(data).Transform(data).OfScores(), without.Fit(data).Transform(data).OfScores());
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void SaveAndLoad_Chain_ScoresWithTheSameBits(int index, string name)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false)
            .Append(Trainers[index].Create(mlContext.ActiveAnomaly().Trainers, "Label"))
            .Fit(data);
        using var stream = new MemoryStream();
        mlContext.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        var loaded = new MLContext(2).Model.Load(stream, out _);
        CollectionAssert.AreEqual(model.OfScores(data), loaded.OfScores(data), name);
        Assert.IsInstanceOfType(mlContext.ActiveAnomaly().GetDetectorModel(loaded), Trainers[index].Model);
    }

    [TestMethod]
    public void ActiveLearning_BetaMargin_AsksAsASessionDoes()
    {
        var mlContext = new MLContext(1);
        var anomaly = mlContext.ActiveAnomaly();
        var data = mlContext.Pool();
        var model = anomaly.ActiveLearning(
            anomaly.Trainers.Balif(labelColumnName: null, treeCount: 20, seed: 3),
            new BetaMarginStrategy(),
            LabelOracle.FromColumn("Label")).Fit(data);
        float[][] rows = [.. data.GetColumn<float[]>("Features")];
        float[] truth = [.. data.GetColumn<float>("Label")];
        var session = new ActiveLearningSession(
            global::ActiveAnomaly.Data.FeatureMatrix.FromRows(rows),
            new BalifDetector(new BalifOptions { TreeCount = 20, Seed = 3 }),
            new BetaMarginStrategy());
        session.Run(question => truth[question.RowIndex] > 0 ? Answer.Abnormal : Answer.Normal, 5);
        Assert.AreSequenceEqual(session.Labels.AbnormalRows, model.Labels.AbnormalRows);
        Assert.AreSequenceEqual(session.Labels.NormalRows, model.Labels.NormalRows);
        Assert.AreEqual(30, model.Labels.LabeledCount);
    }

    [TestMethod]
    public void Create_OptionsGiven_ReachTheDetector()
    {
        var trainers = new MLContext(1).ActiveAnomaly().Trainers;
        Assert.AreEqual(30, ((BalifOptions)trainers.Balif("A", treeCount: 30).Detector.Options).TreeCount);
        Assert.AreEqual(30, ((ExtraTreesOptions)trainers.ExtraTrees("A", treeCount: 30).Detector.Options).TreeCount);
        Assert.AreEqual(30, ((AlifOptions)trainers.Alif("A", treeCount: 30).Detector.Options).TreeCount);
        Assert.AreEqual(30, ((TiwsForestOptions)trainers.TiwsForest("A", treeCount: 30).Detector.Options).TreeCount);
        Assert.AreEqual(("A", "B"), (trainers.Alif("A", "B").FeatureColumnName, trainers.Alif("A", "B").LabelColumnName));
        Assert.AreEqual(("A", "B"), (trainers.TiwsForest("A", "B").FeatureColumnName, trainers.TiwsForest("A", "B").LabelColumnName));
        Assert.AreEqual(("Label", 7L), (trainers.Alif(new AlifOptions()).LabelColumnName, trainers.Alif(seed: 7).Detector.Seed));
        Assert.AreEqual("Label", trainers.TiwsForest(new TiwsForestOptions()).LabelColumnName);
        Assert.AreEqual(8L, trainers.TiwsForest(seed: 8).Detector.Seed);
        Assert.AreEqual(30, ((TwoStageOptions)trainers.TwoStage("A", treeCount: 30).Detector.Options).TreeCount);
        Assert.AreEqual(30, ((XgbodOptions)trainers.Xgbod("A", treeCount: 30).Detector.Options).TreeCount);
        Assert.AreEqual(("A", "B"), (trainers.TwoStage("A", "B").FeatureColumnName, trainers.TwoStage("A", "B").LabelColumnName));
        Assert.AreEqual(("A", "B"), (trainers.Xgbod("A", "B").FeatureColumnName, trainers.Xgbod("A", "B").LabelColumnName));
        Assert.AreEqual("Label", trainers.TwoStage(new TwoStageOptions()).LabelColumnName);
        Assert.AreEqual(9L, trainers.TwoStage(seed: 9).Detector.Seed);
        Assert.AreEqual(("Label", 4L), (trainers.Xgbod(new XgbodOptions()).LabelColumnName, trainers.Xgbod(seed: 4).Detector.Seed));
        Assert.AreEqual(("A", "B"), (trainers.Balif("A", "B").FeatureColumnName, trainers.Balif("A", "B").LabelColumnName));
        Assert.AreEqual(("A", "B"), (trainers.ExtraTrees("A", "B").FeatureColumnName, trainers.ExtraTrees("A", "B").LabelColumnName));
        Assert.AreEqual("Label", trainers.Balif(new BalifOptions()).LabelColumnName);
        Assert.AreEqual("Label", trainers.ExtraTrees(new ExtraTreesOptions()).LabelColumnName);
        Assert.AreEqual((5L, 6L), (trainers.Balif(seed: 5).Detector.Seed, trainers.ExtraTrees(seed: 6).Detector.Seed));
    }
}
