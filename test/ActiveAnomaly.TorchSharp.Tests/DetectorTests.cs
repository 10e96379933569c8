using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.BiGan;
using ActiveAnomaly.Detectors.DevNet;
using ActiveAnomaly.Detectors.FeaWad;
using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Detectors.PReNet;
using ActiveAnomaly.Detectors.Rosas;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Torch;

/// <summary>Whole detectors on the TorchSharp engine.</summary>
[TestClass]
public sealed class DetectorTests
{
    private const int FewEpochs = 6;

    /// <summary>
    /// Rounding leads the two engines to different networks: like two seeds, whose mean of three AUCs differs by less than
    /// this.
    /// </summary>
    private const double AucNoise = 0.04;

    private static readonly SyntheticPool Pool = SyntheticPools.Surface();

    public static IEnumerable<object[]> Names => Detectors.Keys.Select(name => new object[] { name });

    private static Dictionary<string, Func<EngineChoice, long, int, Detector>> Detectors { get; } = new()
    {
        ["Autoencoder"] = (engine, seed, epochs) => new AutoencoderDetector(
            new AutoencoderOptions { Engine = engine, Seed = seed, EpochCount = 2 * epochs, BatchSize = 32 }),
        ["Autoencoder with UAI"] = (engine, seed, epochs) => new AutoencoderDetector(
            new AutoencoderOptions
            {
                Engine = engine,
                Seed = seed,
                EpochCount = 2 * epochs,
                BatchSize = 32,
                UaiHead = new UaiHeadOptions { ScoreBy = UaiOutput.Head },
            }),
        ["Deep SVDD"] = (engine, seed, epochs) => new DeepSvddDetector(
            new DeepSvddOptions { Engine = engine, Seed = seed, EpochCount = epochs, PretrainingEpochCount = epochs, BatchSize = 32 }),
        ["Deep SVDD, soft boundary"] = (engine, seed, epochs) => new DeepSvddDetector(
            new DeepSvddOptions
            {
                Engine = engine,
                Seed = seed,
                EpochCount = epochs,
                PretrainingEpochCount = epochs,
                BatchSize = 32,
                Boundary = OneClassBoundary.SoftBoundary,
                RadiusWarmUpEpochCount = 2,
            }),
        ["Deep SVDD with UAI"] = (engine, seed, epochs) => new DeepSvddDetector(
            new DeepSvddOptions
            {
                Engine = engine,
                Seed = seed,
                EpochCount = epochs,
                PretrainingEpochCount = epochs,
                BatchSize = 32,
                UaiHead = new UaiHeadOptions(),
            }),
        ["Deep SAD"] = (engine, seed, epochs) => new DeepSadDetector(
            new DeepSadOptions { Engine = engine, Seed = seed, EpochCount = epochs, PretrainingEpochCount = epochs, BatchSize = 32 }),
        ["DevNet"] = (engine, seed, epochs) => new DevNetDetector(
            new DevNetOptions { Engine = engine, Seed = seed, EpochCount = 3 * epochs, BatchSize = 64, LearningRate = 3e-3 }),
        ["FeaWAD"] = (engine, seed, epochs) => new FeaWadDetector(
            new FeaWadOptions
            {
                // Few epochs on labels: more learn them by heart, where rounding decides what becomes of other rows.
                Engine = engine, Seed = seed, EpochCount = 1 + (epochs / 10), PretrainingEpochCount = epochs, BatchSize = 64,
                LearningRate = 1e-3,
            }),
        ["MLP"] = (engine, seed, epochs) => new MlpDetector(
            new MlpOptions { Engine = engine, Seed = seed, EpochCount = 2 * epochs, BatchSize = 32 }),
        ["MLP with UAI"] = (engine, seed, epochs) => new MlpDetector(
            new MlpOptions
            {
                Engine = engine,
                Seed = seed,
                EpochCount = 2 * epochs,
                BatchSize = 32,
                UaiHead = new UaiHeadOptions { ScoreBy = UaiOutput.Head },
            }),
        ["PReNet"] = (engine, seed, epochs) => new PReNetDetector(
            new PReNetOptions { Engine = engine, Seed = seed, EpochCount = 3 * epochs, BatchSize = 64, LearningRate = 3e-3 }),
        ["BiGAN"] = (engine, seed, epochs) => new BiGanDetector(
            new BiGanOptions
            {
                Engine = engine, Seed = seed, EpochCount = 2 * epochs, LearningRate = 1e-3, HiddenSizes = [32], CodeSize = 8,
                RowUnitCount = 16, CodeUnitCount = 16, JointUnitCount = 32,
            }),
        ["NCE"] = (engine, seed, epochs) => new NceDetector(
            new NceOptions { Engine = engine, Seed = seed, EpochCount = epochs, PretrainingEpochCount = epochs, BatchSize = 32 }),
        ["NCE, soft boundary, batch statistics"] = (engine, seed, epochs) => new NceDetector(
            new NceOptions
            {
                Engine = engine, Seed = seed, EpochCount = epochs, PretrainingEpochCount = epochs, BatchSize = 32,
                Boundary = OneClassBoundary.SoftBoundary, BatchNorm = BatchNormMode.BatchStatistics, RadiusWarmUpEpochCount = 2,
            }),
        ["RoSAS"] = (engine, seed, epochs) => new RosasDetector(
            new RosasOptions { Engine = engine, Seed = seed, EpochCount = epochs, EmbeddingSize = 16, LearningRate = 1e-3 }),
    };

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Fit_OnTorch_SaysSoInTheModel(string name) =>
        Assert.StartsWith("Torch", EngineName(Fit(name, EngineChoice.Torch)));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Fit_OnTorch_ScoresTheSameBitsAfterARoundTrip(string name)
    {
        var model = Fit(name, EngineChoice.Torch);
        var loaded = DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));
        Assert.AreSequenceEqual(model.Score(Pool.Rows), loaded.Score(Pool.Rows));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Fit_OnTorch_ScoresAreNotConstant(string name)
    {
        var scores = Fit(name, EngineChoice.Torch).Score(Pool.Rows);
        Assert.IsGreaterThan(0.1 * scores.Average(), scores.Max() - scores.Min());
    }

    [TestMethod]
    [DataRow(1e-20f)]
    [DataRow(1e-30f)]
    [DataRow(1e-42f)]
    public void Fit_RosasOnFeaturesNearTheSmallestNumber_Trains(float scale)
    {
        Native.Engine(TorchDevice.Cpu);
        var random = new Random(1);
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 240).Select(_ => random.NextSingle() * scale)], 4);
        var labels = PoolLabels.None(60).With(Enumerable.Range(0, 6).Select(
            row => KeyValuePair.Create(row, row < 3 ? RowLabel.Abnormal : RowLabel.Normal)));
        var trained = Detectors["RoSAS"](EngineChoice.Torch, 1, FewEpochs).Fit(new TrainingRequest(pool, labels));
        Assert.IsTrue(trained.Scores.ToArray().All(float.IsFinite));
    }

    [TestMethod]
    public void Fit_SoftBoundaryOnTorch_HasAPositiveRadius() => Assert.IsGreaterThan(
        0f, ((IRadius)Fit("Deep SVDD, soft boundary", EngineChoice.Torch)).Radius);

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Fit_OnEitherEngine_RanksAsWell(string name)
    {
        Native.Engine(TorchDevice.Cpu);
        long[] seeds = [1, 2, 3];
        double Auc(EngineChoice engine) =>
            seeds.Average(seed => Ranking.RocAuc(Fit(name, engine, seed, 20).Score(Pool.Rows), Pool.IsAbnormal));
        Assert.AreEqual(Auc(EngineChoice.Managed), Auc(EngineChoice.Torch), AucNoise);
    }

    private static string EngineName(DetectorModel model) => model switch
    {
        NetworkModel network => network.EngineName,
        BiGanModel network => network.EngineName,
        FeaWadModel network => network.EngineName,
        OutputNetworkModel network => network.EngineName,
        _ => throw new NotSupportedException($"{model.GetType()} is trained on no engine."),
    };

    private static DetectorModel Fit(string name, EngineChoice engine, long seed = 1, int epochs = FewEpochs)
    {
        Native.Engine(TorchDevice.Cpu);
        return Detectors[name](engine, seed, epochs).Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(6, 6))).Model;
    }
}
