using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Alif;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Balif;
using ActiveAnomaly.Detectors.BiGan;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.DeepIsolationForest;
using ActiveAnomaly.Detectors.DevNet;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.ExtraTrees;
using ActiveAnomaly.Detectors.FeaWad;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Detectors.PReNet;
using ActiveAnomaly.Detectors.Rosas;
using ActiveAnomaly.Detectors.TiwsForest;
using ActiveAnomaly.Detectors.TwoStage;
using ActiveAnomaly.Detectors.Xgbod;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Onnx;

/// <summary>Every kind of model that can be written, by name: what the tests of all kinds go through.</summary>
internal static class GivenDetectors
{
    private const int EpochCount = 3;

    private static readonly DeepSvddOptions Svdd = new() { Seed = 1, EpochCount = EpochCount, PretrainingEpochCount = EpochCount };
    private static readonly UaiHeadOptions ScoreByHead = new() { ScoreBy = UaiOutput.Head };

    private static readonly EnsembleOptions Ranks = new() { MemberCount = 3, Combination = EnsembleCombination.RankAverage };

    private static readonly Dictionary<string, Func<Detector>> All = new()
    {
        ["Deep SVDD"] = () => new DeepSvddDetector(Svdd),
        ["Deep SVDD, soft boundary"] = () => new DeepSvddDetector(
            Svdd with { Boundary = OneClassBoundary.SoftBoundary, RadiusWarmUpEpochCount = 1 }),
        ["Deep SVDD, head"] = () => new DeepSvddDetector(Svdd with { UaiHead = ScoreByHead }),
        ["Deep SVDD, head for queries"] = () => new DeepSvddDetector(Svdd with { UaiHead = new UaiHeadOptions() }),
        ["Deep SAD"] = () => new DeepSadDetector(
            new DeepSadOptions { Seed = 1, EpochCount = EpochCount, PretrainingEpochCount = EpochCount }),
        ["DevNet"] = () => new DevNetDetector(new DevNetOptions { Seed = 1, EpochCount = EpochCount }),
        ["FeaWAD"] = () => new FeaWadDetector(
            new FeaWadOptions { Seed = 1, EpochCount = EpochCount, PretrainingEpochCount = EpochCount, BatchSize = 64 }),
        ["MLP"] = () => new MlpDetector(new MlpOptions { Seed = 1, EpochCount = EpochCount }),
        ["MLP, head"] = () => new MlpDetector(new MlpOptions { Seed = 1, EpochCount = EpochCount, UaiHead = ScoreByHead }),
        ["NCE"] = () => new NceDetector(new NceOptions { Seed = 1, EpochCount = EpochCount, PretrainingEpochCount = EpochCount }),
        ["PReNet"] = () => new PReNetDetector(new PReNetOptions { Seed = 1, EpochCount = EpochCount }),
        ["autoencoder"] = () => new AutoencoderDetector(new AutoencoderOptions { Seed = 1, EpochCount = EpochCount }),
        ["autoencoder, head"] = () => new AutoencoderDetector(
            new AutoencoderOptions { Seed = 1, EpochCount = EpochCount, UaiHead = ScoreByHead }),
        ["BiGAN"] = () => new BiGanDetector(new BiGanOptions { Seed = 1, EpochCount = EpochCount, JointUnitCount = 64 }),
        ["RoSAS"] = () => new RosasDetector(new RosasOptions { Seed = 1, EpochCount = EpochCount }),
        ["isolation forest"] = () => new IsolationForestDetector(new IsolationForestOptions { Seed = 1 }),
        ["extra trees"] = () => new ExtraTreesDetector(new ExtraTreesOptions { Seed = 1 }),
        ["ALIF"] = () => new AlifDetector(new AlifOptions { Seed = 1 }),
        ["TiWS-iForest"] = () => new TiwsForestDetector(new TiwsForestOptions { Seed = 1 }),
        ["two-stage"] = () => new TwoStageDetector(new TwoStageOptions { Seed = 1 }),
        ["XGBOD"] = () => new XgbodDetector(new XgbodOptions { Seed = 1 }, new FastTreeBooster()),
        ["BALIF"] = () => new BalifDetector(new BalifOptions { Seed = 1 }),
        ["deep isolation forest"] = () => new DeepIsolationForestDetector(
            new DeepIsolationForestOptions { Seed = 1, MemberCount = 6, HiddenSizes = [20, 10], CodeSize = 5 }),
        ["ensemble, z"] = () => EnsembleDetector.Create(
            new EnsembleOptions { MemberCount = 3 }, Svdd, options => new DeepSvddDetector(options)),
        ["ensemble, ranks"] = () => EnsembleDetector.Create(
            Ranks, Svdd with { UaiHead = ScoreByHead }, options => new DeepSvddDetector(options)),
        ["ensemble of autoencoders, ranks"] = () => EnsembleDetector.Create(
            Ranks, new AutoencoderOptions { Seed = 1, EpochCount = EpochCount }, options => new AutoencoderDetector(options)),
        ["ensemble of FeaWAD, ranks"] = () => EnsembleDetector.Create(
            Ranks,
            new FeaWadOptions { Seed = 1, EpochCount = 1, PretrainingEpochCount = 1, BatchSize = 64, ScoreSizes = [16, 8] },
            options => new FeaWadDetector(options)),
        ["ensemble of forests, ranks"] = () => EnsembleDetector.Create(
            Ranks, new IsolationForestOptions { Seed = 1 }, options => new IsolationForestDetector(options)),
        ["neighbour distance"] = () => new NeighborDistanceDetector(new NeighborDistanceOptions { Seed = 1 }),
        ["iNNE"] = () => new InneDetector(new InneOptions { Seed = 1 }),
        ["COPOD"] = () => new CopodDetector(new CopodOptions { Seed = 1 }),
        ["Gaussian process"] = () => new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 }),
        ["combined"] = () => new CombinedDetector(
            new CombinedOptions { Seed = 1 },
            new NeighborDistanceDetector(new NeighborDistanceOptions { Seed = 1 }),
            new InneDetector(new InneOptions { Seed = 1 }),
            new CopodDetector(new CopodOptions { Seed = 1 }),
            new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 })),
        ["combined, learnt weights"] = () => new CombinedDetector(
            new CombinedOptions { Seed = 1, Weights = CombinationWeights.Learnt },
            new NeighborDistanceDetector(new NeighborDistanceOptions { Seed = 1 }),
            new InneDetector(new InneOptions { Seed = 1 }),
            new CopodDetector(new CopodOptions { Seed = 1 })),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Says whether a kind is made of detectors of other kinds.</summary>
    public static bool HasMembers(string name) => Of(name) is EnsembleDetector or CombinedDetector;

    public static Detector Of(string name) => All[name]();
}
