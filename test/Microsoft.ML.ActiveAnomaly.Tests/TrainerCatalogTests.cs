using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Objectives;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What the trainers refuse.</summary>
[TestClass]
public sealed class TrainerCatalogTests
{
    private static readonly TrainerCatalog Trainers = new MLContext(1).ActiveAnomaly().Trainers;

    private static readonly (string Parameter, string Case, Func<DetectorTrainer> Create)[] OutOfRange =
    [
        ("options.EpochCount", "-1", () => Svdd(new() { EpochCount = -1 })),
        ("options.EpochCount", "short -1", () => Trainers.DeepSvdd(epochCount: -1)),
        ("options.EpochCount", "short -1 of Deep SAD", () => Trainers.DeepSad(epochCount: -1)),
        ("options.EpochCount", "short -1 of NCE", () => Trainers.Nce(epochCount: -1)),
        ("options.EpochCount", "short -1 of the autoencoder", () => Trainers.Autoencoder(epochCount: -1)),
        ("options.PretrainingEpochCount", "-1", () => Svdd(new() { PretrainingEpochCount = -1 })),
        ("options.HiddenSizes", "0", () => Svdd(new() { HiddenSizes = [8, 0] })),
        ("options.CodeSize", "0", () => Svdd(new() { CodeSize = 0 })),
        ("options.BatchSize", "1", () => Svdd(new() { BatchSize = 1 })),
        ("options.LearningRate", "0", () => Svdd(new() { LearningRate = 0 })),
        ("options.LearningRate", "NaN", () => Svdd(new() { LearningRate = double.NaN })),
        ("options.LearningRate", "infinite", () => Svdd(new() { LearningRate = double.PositiveInfinity })),
        ("options.WeightDecay", "-1", () => Svdd(new() { WeightDecay = -1 })),
        ("options.WeightDecay", "NaN", () => Svdd(new() { WeightDecay = double.NaN })),
        ("options.Contamination", "above 1", () => Svdd(new() { Contamination = 1.01 })),
        ("options.Contamination", "below 0", () => Svdd(new() { Contamination = -0.01 })),
        ("options.Contamination", "NaN", () => Svdd(new() { Contamination = double.NaN })),
        ("options.Threshold", "NaN", () => Svdd(new() { Threshold = float.NaN })),
        ("options.Threshold", "infinite", () => Svdd(new() { Threshold = float.PositiveInfinity })),
        ("options.BatchNorm", "unknown", () => Svdd(new() { BatchNorm = (BatchNormMode)9 })),
        ("options.CenterRows", "unknown", () => Svdd(new() { CenterRows = (CenterRows)9 })),
        ("options.Engine", "unknown", () => Svdd(new() { Engine = (EngineChoice)9 })),
        ("options.Boundary", "unknown", () => Svdd(new() { Boundary = (OneClassBoundary)9 })),
        ("options.Nu", "0", () => Svdd(new() { Nu = 0 })),
        ("options.Nu", "above 1", () => Svdd(new() { Nu = 1.01 })),
        ("options.RadiusWarmUpEpochCount", "-1", () => Svdd(new() { RadiusWarmUpEpochCount = -1 })),
        ("options.RejectionMean", "unknown", () => Svdd(new() { RejectionMean = (RejectionMean)9 })),
        ("options.SoftBoundaryScale", "unknown", () => Svdd(new() { SoftBoundaryScale = (SoftBoundaryScale)9 })),
        ("options.UaiHead.QueryBy", "unknown", () => Svdd(new() { UaiHead = new() { QueryBy = (UaiOutput)9 } })),
        ("options.UaiHead.ScoreBy", "unknown", () => Svdd(new() { UaiHead = new() { ScoreBy = (UaiOutput)9 } })),
        ("options.Eta", "0", () => Sad(new() { Eta = 0 })),
        ("options.Eta", "NaN", () => Sad(new() { Eta = double.NaN })),
        ("options.Contamination", "2 of Deep SAD", () => Sad(new() { Contamination = 2 })),
        ("options.Nu", "0 of NCE", () => Nce(new() { Nu = 0 })),
        ("options.RadiusWarmUpEpochCount", "-1 of NCE", () => Nce(new() { RadiusWarmUpEpochCount = -1 })),
        ("options.Normalization", "unknown", () => Nce(new() { Normalization = (NceNormalization)9 })),
        ("options.BatchSize", "0 of the autoencoder", () => Trainers.Autoencoder(new AutoencoderOptions() { BatchSize = 0 })),
    ];

    private static readonly (string Parameter, string Case, Func<DetectorTrainer> Create)[] Nulls =
    [
        ("detector", "of Deep SVDD", () => Svdd(null!)),
        ("detector", "of Deep SAD", () => Sad(null!)),
        ("detector", "of NCE", () => Nce(null!)),
        ("detector", "of the autoencoder", () => Trainers.Autoencoder(detector: null!)),
        ("detector", "of any", () => Trainers.Detector(null!)),
        ("detector", "of any method", () => Trainers.Detector<NceOptions>(null!, options => new NceDetector(options))),
        ("create", "of any method", () => Trainers.Detector(new NceOptions(), null!)),
    ];

    public static IEnumerable<object[]> OutOfRangeCases =>
        OutOfRange.Select((item, index) => new object[] { index, $"{item.Parameter} {item.Case}" });

    public static IEnumerable<object[]> NullCases => Nulls.Select((item, index) => new object[] { index, $"{item.Parameter} {item.Case}" });

    [TestMethod]
    [DynamicData(nameof(OutOfRangeCases))]
    public void Create_OptionOutOfRange_ThrowsWithItsName(int index, string what) =>
        Assert.AreEqual(
            OutOfRange[index].Parameter,
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => OutOfRange[index].Create(), what).ParamName);

    [TestMethod]
    [DynamicData(nameof(NullCases))]
    public void Create_Null_ThrowsWithItsName(int index, string what) =>
        Assert.AreEqual(Nulls[index].Parameter, Assert.ThrowsExactly<ArgumentNullException>(() => Nulls[index].Create(), what).ParamName);

    [TestMethod]
    public void Create_FeatureColumnNameNull_ThrowsWithItsName() => Assert.AreEqual(
        "options.FeatureColumnName", Assert.ThrowsExactly<ArgumentException>(() => Trainers.DeepSvdd(featureColumnName: null!)).ParamName);

    [TestMethod]
    public void ActiveAnomaly_ContextNull_ThrowsWithItsName() =>
        Assert.AreEqual("mlContext", Assert.ThrowsExactly<ArgumentNullException>(() => MLContextExtensions.ActiveAnomaly(null!)).ParamName);

    [TestMethod]
    public void Detector_OfOne_TrainsThatOne()
    {
        var detector = new NceDetector(Fast.Nce);

        Assert.AreSame(detector, Trainers.Detector(detector).Detector);
    }

    [TestMethod]
    public void Detector_DetectorAndOptions_AreTheNamedTrainer()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var trainer = mlContext.ActiveAnomaly().Trainers.Detector(
            new NceDetector(Fast.Nce), new DetectorTrainerOptions { LabelColumnName = "Label" });

        Assert.AreEqual(Bits.OfModel(mlContext.NceTrainer().Fit(data).Model), Bits.OfModel(trainer.Fit(data).Model));
    }

    [TestMethod]
    public void Detector_MethodWithItsSeedLeftOpen_DrawsItFromTheContextAsTheNamedTrainerDoes()
    {
        var seeds = Enumerable.Range(0, 2).Select(_ => new MLContext(5).ActiveAnomaly().Trainers).Select(
            trainers => trainers.Detector(new NceOptions(), static options => new NceDetector(options)).Detector.Seed).ToArray();

        CollectionAssert.AreEqual(Enumerable.Repeat(new MLContext(5).ActiveAnomaly().Trainers.Nce().Detector.Seed, 2).ToArray(), seeds);
    }

    [TestMethod]
    public void Create_LaterTrainersOfOneContext_HaveOtherSeeds()
    {
        var trainers = new MLContext(5).ActiveAnomaly().Trainers;

        Assert.AreNotEqual(trainers.Nce().Detector.Seed, trainers.Nce().Detector.Seed);
    }

    private static DetectorTrainer Svdd(DeepSvddOptions options) => Trainers.DeepSvdd(options);

    private static DetectorTrainer Sad(DeepSadOptions options) => Trainers.DeepSad(options);

    private static DetectorTrainer Nce(NceOptions options) => Trainers.Nce(options);
}
