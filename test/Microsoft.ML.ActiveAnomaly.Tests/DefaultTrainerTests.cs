using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What a user gets who chooses neither a method nor a strategy.</summary>
[TestClass]
public sealed class DefaultTrainerTests
{
    [TestMethod]
    public void Default_NothingGiven_IsTheGaussianProcessWithTheUsualColumns()
    {
        var trainer = new MLContext(1).ActiveAnomaly().Trainers.Default();
        Assert.IsInstanceOfType<GaussianProcessDetector>(trainer.Detector);
        Assert.AreEqual(("Features", "Label"), (trainer.FeatureColumnName, trainer.LabelColumnName));
        var other = new MLContext(1).ActiveAnomaly().Trainers.Default("A", labelColumnName: null, seed: 7);
        Assert.AreEqual(("A", null, 7L), (other.FeatureColumnName, other.LabelColumnName, other.Detector.Seed));
    }

    [TestMethod]
    public void Fit_WithALabelColumn_LearnsFromItAsTheDetectorDoes()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var trainer = mlContext.ActiveAnomaly().Trainers.GaussianProcess(seed: 3);
        var scored = trainer.Fit(data).Transform(data);
        var (pool, labels) = Read(data);
        Assert.IsGreaterThan(0, labels.LabeledCount);
        var expected = trainer.Detector.Fit(new TrainingRequest(pool, labels)).Scores.ToArray();
        CollectionAssert.AreEqual(Bits.Of(expected), scored.OfScores());
    }

    [TestMethod]
    public void GaussianProcess_OptionsAndEnsembleGiven_ReachTheDetector()
    {
        var trainers = new MLContext(1).ActiveAnomaly().Trainers;
        Assert.AreEqual(
            0.3, ((GaussianProcessOptions)trainers.GaussianProcess(new GaussianProcessOptions { Noise = 0.3 }).Detector.Options).Noise);
        Assert.AreEqual(
            "Gaussian process x 3",
            trainers.GaussianProcess(new GaussianProcessOptions(), ensemble: new EnsembleOptions { MemberCount = 3 }).Detector.Name);
    }

    [TestMethod]
    public void ActiveLearning_OracleAlone_AsksInThirdsForTheDefault()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var anomaly = mlContext.ActiveAnomaly();
        var options = new ActiveLearningEstimator.Options { StageCount = 2, Session = new SessionOptions { BudgetPerStage = 3 } };
        var model = anomaly.ActiveLearning(LabelOracle.FromColumn("Label"), options).Fit(data);
        Assert.AreEqual(6, model.Labels.LabeledCount);
        Assert.IsInstanceOfType<GaussianProcessModel>(model.History[^1].Model);
        Assert.AreEqual(ThirdsStrategy.InitialQuantile, model.History[0].BoundaryQuantile);
        var chain = new[] { anomaly.ActiveLearning(LabelOracle.FromColumn("Label")).Fit(data) };
        Assert.HasCount(ActiveLearningEstimator.Options.DefaultStageCount + 1, chain[0].History);
    }

    [TestMethod]
    public void CreateSession_DataAlone_AsksInThirdsForTheDefault()
    {
        var mlContext = new MLContext(1);
        var session = mlContext.ActiveAnomaly().CreateSession(mlContext.Pool());
        Assert.IsInstanceOfType<GaussianProcessDetector>(session.Detector);
        Assert.IsInstanceOfType<ThirdsStrategy>(session.Strategy);
        session.Train();
        Assert.HasCount(session.BudgetPerStage, session.Query());
    }

    [TestMethod]
    public void SaveAndLoad_ChainsOfTheDefaultAndOfACombination_ScoreWithTheSameBits()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var anomaly = mlContext.ActiveAnomaly();
        DetectorTrainer[] trainers =
        [
            anomaly.Trainers.Default(),
            anomaly.Trainers.Detector(new CombinedDetector(
                new IsolationForestDetector(new IsolationForestOptions { Seed = 1, TreeCount = 10 }), new CopodDetector())),
        ];
        foreach (var trainer in trainers)
        {
            var model = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false).Append(trainer).Fit(data);
            using var stream = new MemoryStream();
            mlContext.Model.Save(model, data.Schema, stream);
            stream.Position = 0;
            CollectionAssert.AreEqual(model.OfScores(data), new MLContext(2).Model.Load(stream, out _).OfScores(data));
        }
    }

    private static (FeatureMatrix Pool, PoolLabels Labels) Read(IDataView data)
    {
        var labels = data.GetColumn<float>("Label").Select(
            label => float.IsNaN(label) ? RowLabel.Unlabeled : label > 0 ? RowLabel.Abnormal : RowLabel.Normal);
        return (FeatureMatrix.FromRows([.. data.GetColumn<float[]>("Features")]), PoolLabels.Copy([.. labels]));
    }
}
