using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Detectors;

/// <summary>Which detectors say what range their features should have.</summary>
[TestClass]
public sealed class FeatureRangeTests
{
    public static IEnumerable<object[]> Networks => [
        [new AutoencoderOptions { EpochCount = 0 }], [new DeepSvddOptions()], [new DeepSadOptions()], [new NceOptions()]];

    public static IEnumerable<object[]> PretrainedNetworks => [
        [new DeepSvddOptions { PretrainingEpochCount = 0 }],
        [new DeepSadOptions { PretrainingEpochCount = 0 }],
        [new NceOptions { PretrainingEpochCount = 0 }]];

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void TryGet_NetworkThatReproducesItsInputs_IsTheSigmoids(NetworkDetectorOptions options) =>
        Assert.AreEqual((0f, 1f), RangeOf(NetworkDetectors.Of(options)));

    [TestMethod]
    [DynamicData(nameof(PretrainedNetworks))]
    public void TryGet_NetworkWithoutPretraining_IsNone(NetworkDetectorOptions options) =>
        Assert.IsNull(RangeOf(NetworkDetectors.Of(options)));

    [TestMethod]
    public void TryGet_DetectorsOfAnyScale_IsNone()
    {
        Assert.IsNull(RangeOf(new GaussianProcessDetector()));
        Assert.IsNull(RangeOf(new IsolationForestDetector()));
        Assert.IsNull(RangeOf(new CombinedDetector(new IsolationForestDetector(), new InneDetector())));
    }

    [TestMethod]
    public void TryGet_Ensemble_IsItsMembers()
    {
        Assert.AreEqual(
            (0f, 1f), RangeOf(EnsembleDetector.Create(new EnsembleOptions(), new NceOptions(), options => new NceDetector(options))));
        Assert.IsNull(RangeOf(
            EnsembleDetector.Create(new EnsembleOptions(), new GaussianProcessOptions(), options => new GaussianProcessDetector(options))));
    }

    [TestMethod]
    public void TryGet_CombinationOfSeveralRanges_IsWhatSuitsAll()
    {
        Assert.AreEqual((0f, 1f), RangeOf(new CombinedDetector(new IsolationForestDetector(), new NceDetector())));
        Assert.AreEqual((0.5f, 1f), RangeOf(new CombinedDetector(new RangedDetector(0.5f, 3), new NceDetector())));
        Assert.AreEqual((0f, 0.25f), RangeOf(new CombinedDetector(new NceDetector(), new RangedDetector(-2, 0.25f))));
    }

    [TestMethod]
    public void TryGet_InterfaceOfADetectorItself_IsTheDetector()
    {
        var detector = new RangedDetector(2, 3);
        Assert.IsTrue(detector.TryGet<IFeatureRange>(out var range));
        Assert.AreSame(detector, range);
    }

    private static (float Lowest, float Highest)? RangeOf(Detector detector) =>
        detector.TryGet<IFeatureRange>(out var range) ? (range.LowestFeature, range.HighestFeature) : null;

    /// <summary>A detector that has the ability itself, as a user's may.</summary>
    private sealed class RangedDetector(float lowest, float highest) : Detector(new LinearOptions { Seed = 1 }), IFeatureRange
    {
        public override string Name => "ranged";

        public override bool UsesLabels => false;

        public float LowestFeature => lowest;

        public float HighestFeature => highest;

        protected override TrainedDetector Train(TrainingRequest request) => Scored(new LinearModel(1f), request);
    }
}
