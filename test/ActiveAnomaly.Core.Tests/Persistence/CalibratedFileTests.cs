using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.ExtraTrees;

namespace ActiveAnomaly.Persistence;

/// <summary>Calibrated models in files: the same bits again, and what is no calibrated model refused.</summary>
[TestClass]
public sealed class CalibratedFileTests
{
    private static readonly SyntheticPool Pool = SyntheticPools.Surface(300);

    [TestMethod]
    public void FromBytes_OfToBytes_HasTheSameScoresProbabilitiesAndBytes()
    {
        var (model, loaded) = Reloaded(Calibrated().Model);
        Bits.AreEqual(model.Score(Pool.Rows), loaded.Score(Pool.Rows), "scores");
        Assert.AreEqual((model.Threshold, model.Name, model.Options), (loaded.Threshold, loaded.Name, loaded.Options));
        Assert.IsTrue(model.TryGet<IProbability>(out var before));
        Assert.IsTrue(loaded.TryGet<IProbability>(out var after));
        foreach (var score in model.Score(Pool.Rows))
        {
            Assert.AreEqual(before.ProbabilityOf(score), after.ProbabilityOf(score));
        }

        Assert.AreSequenceEqual(DetectorModelFormat.ToBytes(model), DetectorModelFormat.ToBytes(loaded));
    }

    [TestMethod]
    public void FromBytes_ModelWithoutProbability_HasItsThresholdAndNone()
    {
        var detector = new CopodDetector();
        var request = new TrainingRequest(Pool.Rows);
        var (_, loaded) = Reloaded(Calibration.Of(detector, request, detector.Fit(request)).WithThreshold(3.5f));
        Assert.AreEqual(3.5f, loaded.Threshold);
        Assert.IsFalse(loaded.TryGet<IProbability>(out _));
    }

    [TestMethod]
    public void FromBytes_CalibratedModelOfMembers_IsReadWithThem()
    {
        var detector = new CombinedDetector(new CopodDetector(), new ExtraTreesDetector(new ExtraTreesOptions { Seed = 1, TreeCount = 5 }));
        var request = new TrainingRequest(Pool.Rows, Pool.Labeled(20, 10));
        var (model, loaded) = Reloaded(Calibration.Of(detector, request, detector.Fit(request)).Model);
        Assert.IsTrue(loaded.TryGet<ISpread>(out _));
        Bits.AreEqual(model.Score(Pool.Rows), loaded.Score(Pool.Rows), "scores");
    }

    [TestMethod]
    public void FromBytes_CalibratedModelInACalibratedOne_IsRefused()
    {
        var inner = Calibrated().Model;
        var outer = new CalibratedModel(inner, map: null);
        outer.Complete(inner.Origin);
        Refused(DetectorModelFormat.ToBytes(outer), "is not calibrated again");
    }

    [TestMethod]
    [DataRow("\"PointCount\":-1")]
    [DataRow("\"PointCount\":1")]
    [DataRow("\"PointCount\":3")]
    [DataRow("\"PointCount\":2147483647")]
    public void FromBytes_AnotherNumberOfPoints_IsRefused(string count)
    {
        var file = DetectorModelFormat.ToBytes(TwoPoints([0f, 1f], [-1, 1]));
        var header = ModelFile.Header(file).ToJsonString();
        Assert.Contains("\"PointCount\":2", header);
        Refused(ModelFile.WithHeader(file, header.Replace("\"PointCount\":2", count, StringComparison.Ordinal)), string.Empty);
    }

    [TestMethod]
    public void FromBytes_MapThatDoesNotRise_IsRefused()
    {
        Refused(DetectorModelFormat.ToBytes(TwoPoints([1f, 1f], [-1, 1])), "does not rise");
        Refused(DetectorModelFormat.ToBytes(TwoPoints([1f, 0f], [-1, 1])), "does not rise");
        Refused(DetectorModelFormat.ToBytes(TwoPoints([0f, 1f], [1, -1])), "never less probable");
        Refused(DetectorModelFormat.ToBytes(TwoPoints([0f, 1f], [-1, 2e9])), "log odds beyond");
    }

    [TestMethod]
    [DataRow(-1f, 0.2689414f)]
    [DataRow(0f, 0.2689414f)]
    [DataRow(0.5f, 0.5f)]
    [DataRow(0.75f, 0.62245935f)]
    [DataRow(1f, 0.7310586f)]
    [DataRow(7f, 0.7310586f)]
    public void ProbabilityOf_LoadedMap_IsLogisticOfTheLineBetweenPoints(float score, float expected)
    {
        // 1 / (1 + exp(-z)) of z = -1, 0, 0.5 and 1.
        var (_, loaded) = Reloaded(TwoPoints([0f, 1f], [-1, 1]));
        Assert.IsTrue(loaded.TryGet<IProbability>(out var probability));
        Assert.AreEqual(expected, probability.ProbabilityOf(score), 1e-7f);
    }

    private static CalibratedModel TwoPoints(float[] scores, double[] logOdds)
    {
        var detector = new CopodDetector();
        var trained = detector.Fit(new TrainingRequest(Pool.Rows)).Model;
        var model = new CalibratedModel(trained, new ProbabilityMap(scores, logOdds));
        model.Complete(trained.Origin);
        return model;
    }

    private static Calibration Calibrated()
    {
        var detector = new ExtraTreesDetector(new ExtraTreesOptions { Seed = 1, TreeCount = 20 });
        var request = new TrainingRequest(Pool.Rows, Pool.Labeled(20, 10));
        return Calibration.Of(detector, request, detector.Fit(request), new CalibrationOptions { FalseAlarmRate = 0.05 });
    }

    private static (DetectorModel Model, DetectorModel Loaded) Reloaded(DetectorModel model)
    {
        Assert.IsInstanceOfType<CalibratedModel>(model);
        var loaded = DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));
        Assert.IsInstanceOfType<CalibratedModel>(loaded);
        return (model, loaded);
    }

    private static void Refused(byte[] file, string message) =>
        Assert.Contains(message, Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(file)).Message);
}
