using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.DeepIsolationForest;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Querying;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>The trainers of methods that need no label, in a pipeline, saved, loaded and evaluated.</summary>
[TestClass]
public sealed class UnsupervisedTrainersTests
{
    private static readonly (string Name, Func<TrainerCatalog, DetectorTrainer> Create, Type Model)[] Trainers =
    [
        ("isolation forest", trainers => trainers.IsolationForest(treeCount: 20, seed: 3), typeof(IsolationForestModel)),
        ("iNNE", trainers => trainers.Inne(roundCount: 20, seed: 3), typeof(InneModel)),
        ("neighbour distance", trainers => trainers.NeighborDistance(neighborCount: 3, seed: 3), typeof(NeighborDistanceModel)),
        ("deep isolation forest", trainers => trainers.DeepIsolationForest(memberCount: 3, seed: 3), typeof(DeepIsolationForestModel)),
        ("COPOD", trainers => trainers.Copod(), typeof(CopodModel)),
    ];

    public static IEnumerable<object[]> Cases => Trainers.Select((item, index) => new object[] { index, item.Name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Fit_InAPipeline_ScoresAsTheDetectorDoes(int index, string name)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var trainer = Trainers[index].Create(mlContext.ActiveAnomaly().Trainers);
        var scored = trainer.Fit(data).Transform(data);
        float[][] rows = [.. data.GetColumn<float[]>("Features")];
        var expected = trainer.Detector.Fit(new TrainingRequest(global::ActiveAnomaly.Data.FeatureMatrix.FromRows(rows))).Scores.ToArray();
        CollectionAssert.AreEqual(Bits.Of(expected), scored.OfScores());
        Assert.AreEqual(name, trainer.Detector.Name);
        Assert.IsNull(trainer.LabelColumnName);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void SaveAndLoad_Chain_ScoresWithTheSameBits(int index, string name)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Pool();
        var model = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false)
            .Append(Trainers[index].Create(mlContext.ActiveAnomaly().Trainers))
            .Fit(data);
        using var stream = new MemoryStream();
        mlContext.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        var loaded = new MLContext(2).Model.Load(stream, out _);
        CollectionAssert.AreEqual(model.OfScores(data), loaded.OfScores(data), name);
        Assert.IsInstanceOfType(mlContext.ActiveAnomaly().GetDetectorModel(loaded), Trainers[index].Model);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void ActiveLearning_StrategyThatAsks_IsRefused(int index, string name)
    {
        var anomaly = new MLContext(1).ActiveAnomaly();
        var exception = Assert.Throws<ArgumentException>(() => anomaly.ActiveLearning(
            Trainers[index].Create(anomaly.Trainers), new RandomStrategy(), LabelOracle.FromColumn("Label")).Fit(new MLContext(1).Pool()));
        Assert.Contains(name, exception.Message);
    }

    [TestMethod]
    public void Create_OptionsGiven_ReachTheDetector()
    {
        var trainers = new MLContext(1).ActiveAnomaly().Trainers;
        Assert.AreEqual(20, ((IsolationForestOptions)trainers.IsolationForest("A", treeCount: 20).Detector.Options).TreeCount);
        Assert.AreEqual(30, ((InneOptions)trainers.Inne("A", roundCount: 30).Detector.Options).RoundCount);
        Assert.AreEqual(7, ((NeighborDistanceOptions)trainers.NeighborDistance("A", neighborCount: 7).Detector.Options).NeighborCount);
        Assert.AreEqual(9, ((DeepIsolationForestOptions)trainers.DeepIsolationForest("A", memberCount: 9).Detector.Options).MemberCount);
        Assert.AreEqual("A", trainers.DeepIsolationForest("A").FeatureColumnName);
        Assert.AreEqual(6L, trainers.DeepIsolationForest(seed: 6).Detector.Seed);
        Assert.AreEqual("A", trainers.Copod("A").FeatureColumnName);
        Assert.AreEqual(5L, trainers.IsolationForest(seed: 5).Detector.Seed);
    }
}
