using System.Reflection;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Detectors;

/// <summary>No option is accepted and ignored: each, changed alone, changes scores, query scores or threshold.</summary>
[TestClass]
public sealed class DetectorOptionsTests
{
    private static readonly SyntheticPool Pool = SyntheticPools.Noise();

    private static readonly Type[] OptionTypes =
        [typeof(DeepSvddOptions), typeof(DeepSadOptions), typeof(NceOptions), typeof(AutoencoderOptions)];

    private static readonly DeepSvddOptions Svdd =
        new() { Seed = 1, PretrainingEpochCount = 2, EpochCount = 3, BatchSize = 16, LearningRate = 1e-2 };

    private static readonly DeepSadOptions Sad =
        new() { Seed = 1, PretrainingEpochCount = 2, EpochCount = 3, BatchSize = 16, LearningRate = 1e-2 };

    private static readonly NceOptions Nce =
        new() { Seed = 1, PretrainingEpochCount = 2, EpochCount = 3, BatchSize = 16, LearningRate = 1e-2 };

    private static readonly AutoencoderOptions Autoencoder = new() { Seed = 1, EpochCount = 3, BatchSize = 16, LearningRate = 1e-2 };
    private static readonly DeepSvddOptions SoftSvdd = Svdd with { Boundary = OneClassBoundary.SoftBoundary, RadiusWarmUpEpochCount = 1 };
    private static readonly NceOptions SoftNce = Nce with { Boundary = OneClassBoundary.SoftBoundary, RadiusWarmUpEpochCount = 1 };
    private static readonly DeepSadOptions HeavySad = Sad with { Eta = 3 };

    /// <summary>The property changed, the options before and after.</summary>
    private static readonly (string Property, NetworkDetectorOptions Before, NetworkDetectorOptions After)[] Cases =
    [
        .. Shared(Svdd), .. OneClass(Svdd), .. Shared(Sad), .. OneClass(Sad), .. Shared(Nce), .. OneClass(Nce), .. Shared(Autoencoder),
        ("Boundary", Svdd, Svdd with { Boundary = OneClassBoundary.SoftBoundary }),
        ("Nu", SoftSvdd, SoftSvdd with { Nu = 0.2 }),
        ("SoftBoundaryScale", SoftSvdd, SoftSvdd with { SoftBoundaryScale = SoftBoundaryScale.Paper }),
        ("RadiusWarmUpEpochCount", SoftSvdd, SoftSvdd with { RadiusWarmUpEpochCount = 2 }),
        ("RejectAbnormal", Svdd, Svdd with { RejectAbnormal = false }),
        ("RejectionMean", Svdd, Svdd with { RejectionMean = RejectionMean.CountedRows }),
        ("Eta", Sad, Sad with { Eta = 3 }),
        ("WeightsNormalRows", HeavySad, HeavySad with { WeightsNormalRows = false }),
        ("Boundary", Nce, Nce with { Boundary = OneClassBoundary.SoftBoundary }),
        ("Nu", SoftNce, SoftNce with { Nu = 0.2 }),
        ("SoftBoundaryScale", SoftNce, SoftNce with { SoftBoundaryScale = SoftBoundaryScale.Paper }),
        ("RadiusWarmUpEpochCount", SoftNce, SoftNce with { RadiusWarmUpEpochCount = 2 }),
        ("RejectionMean", Nce, Nce with { RejectionMean = RejectionMean.CountedRows }),
        ("Normalization", Nce, Nce with { Normalization = NceNormalization.LabeledRows }),
    ];

    /// <summary>The property whose rule is broken, and options that break it.</summary>
    private static readonly (string Property, NetworkDetectorOptions Options)[] Broken =
    [
        .. SharedBroken(Svdd),
        .. OneClassBroken(Svdd),
        .. SharedBroken(Sad),
        .. OneClassBroken(Sad),
        .. SharedBroken(Nce),
        .. OneClassBroken(Nce),
        .. SharedBroken(Autoencoder),
        ("Boundary", Svdd with { Boundary = (OneClassBoundary)9 }),
        ("Nu", Svdd with { Nu = 0 }),
        ("Nu", Svdd with { Nu = 1.01 }),
        ("Nu", Svdd with { Nu = double.NaN }),
        ("SoftBoundaryScale", Svdd with { SoftBoundaryScale = (SoftBoundaryScale)9 }),
        ("RadiusWarmUpEpochCount", Svdd with { RadiusWarmUpEpochCount = -1 }),
        ("RejectionMean", Svdd with { RejectionMean = (RejectionMean)9 }),
        ("Eta", Sad with { Eta = 0 }),
        ("Eta", Sad with { Eta = double.NaN }),
        ("Eta", Sad with { Eta = double.PositiveInfinity }),
        ("Boundary", Nce with { Boundary = (OneClassBoundary)9 }),
        ("Nu", Nce with { Nu = 0 }),
        ("SoftBoundaryScale", Nce with { SoftBoundaryScale = (SoftBoundaryScale)9 }),
        ("RadiusWarmUpEpochCount", Nce with { RadiusWarmUpEpochCount = -1 }),
        ("RejectionMean", Nce with { RejectionMean = (RejectionMean)9 }),
        ("Normalization", Nce with { Normalization = (NceNormalization)9 }),
    ];

    public static IEnumerable<object[]> CaseNames =>
        Cases.Select((each, index) => new object[] { index, each.Before.GetType().Name, each.Property });

    public static IEnumerable<object[]> BrokenNames =>
        Broken.Select((each, index) => new object[] { index, each.Options.GetType().Name, each.Property });

    public static IEnumerable<object[]> AllTypes => OptionTypes.Select(type => new object[] { type.Name });

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void Option_ChangedAlone_ChangesTheResult(int index, string type, string property)
    {
        var (before, after) = (Result(Cases[index].Before), Result(Cases[index].After));
        Assert.IsFalse(before.AsSpan().SequenceEqual(after), $"{type}.{property}");
    }

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void Option_ChangedAlone_IsTheOnlyOneChanged(int index, string type, string property)
    {
        var (_, before, after) = Cases[index];
        var changed = before.GetType()
            .GetProperties()
            .Where(each => !Equals(each.GetValue(before), each.GetValue(after)))
            .Select(each => each.Name);
        Assert.AreSequenceEqual([property], changed, $"{type}.{property}");
    }

    [TestMethod]
    [DynamicData(nameof(AllTypes))]
    public void Cases_EveryOption_HasOne(string type)
    {
        // What trains, the engine and its GPU, has tests of its own.
        var properties = Options(type)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => property.Name);
        var covered = Cases.Where(each => each.Before.GetType().Name == type)
            .Select(each => each.Property)
            .Append("Engine")
            .Append("GpuDeviceId");
        Assert.AreSequenceEqual(properties.Order(), covered.Distinct().Order());
    }

    [TestMethod]
    [DynamicData(nameof(BrokenNames))]
    public void Constructor_BrokenRule_ThrowsNamingTheOption(int index, string type, string property) => Assert.AreEqual(
        "options." + property,
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => NetworkDetectors.Of(Broken[index].Options)).ParamName,
        type);

    [TestMethod]
    [DynamicData(nameof(AllTypes))]
    public void Defaults_OfEveryType_BreakNoRule(string type) =>
        NetworkDetectors.Of((NetworkDetectorOptions)Activator.CreateInstance(Options(type))!);

    [TestMethod]
    [DynamicData(nameof(AllTypes))]
    public void Engine_Managed_GivesWhatAutoGives(string type)
    {
        var options = Cases.First(each => each.Before.GetType().Name == type).Before;
        Assert.IsTrue(Result(options).AsSpan().SequenceEqual(Result(options with { Engine = EngineChoice.Managed })));
    }

    [TestMethod]
    [DynamicData(nameof(AllTypes))]
    public void Engine_TorchThatIsAbsent_ThrowsNamingThePackage(string type)
    {
        var options = Cases.First(each => each.Before.GetType().Name == type).Before with { Engine = EngineChoice.Torch };
        Assert.Contains("ActiveAnomaly.TorchSharp", Assert.ThrowsExactly<InvalidOperationException>(() => Result(options)).Message);
    }

    [TestMethod]
    [DynamicData(nameof(AllTypes))]
    public void GpuDeviceId_WhereTheEngineIsAbsent_ThrowsNamingTheGpuAndThePackage(string type)
    {
        var options = Cases.First(each => each.Before.GetType().Name == type).Before with { GpuDeviceId = 3 };
        var message = Assert.ThrowsExactly<InvalidOperationException>(() => Result(options)).Message;
        Assert.StartsWith("GPU 3 was asked for", message);
        Assert.Contains("libtorch-cuda-12.8", message);
    }

    [TestMethod]
    public void UaiHead_QueryBy_ChangesQueryScores()
    {
        var before = Result(Nce with { UaiHead = new UaiHeadOptions { QueryBy = UaiOutput.Score } });
        Assert.IsFalse(before.AsSpan().SequenceEqual(Result(Nce with { UaiHead = new UaiHeadOptions { QueryBy = UaiOutput.Head } })));
    }

    [TestMethod]
    public void UaiHead_ScoreBy_ChangesScores()
    {
        var before = Result(Nce with { UaiHead = new UaiHeadOptions { ScoreBy = UaiOutput.Score } });
        Assert.IsFalse(before.AsSpan().SequenceEqual(Result(Nce with { UaiHead = new UaiHeadOptions { ScoreBy = UaiOutput.Head } })));
    }

    private static IEnumerable<(string, NetworkDetectorOptions, NetworkDetectorOptions)> Shared(NetworkDetectorOptions before) =>
    [
        ("Seed", before, before with { Seed = 2 }),
        ("HiddenSizes", before, before with { HiddenSizes = [7] }),
        ("CodeSize", before, before with { CodeSize = 3 }),
        ("EpochCount", before, before with { EpochCount = 4 }),
        ("BatchSize", before, before with { BatchSize = 15 }),
        ("LargestStepCount", before, before with { LargestStepCount = 1 }),
        ("LearningRate", before, before with { LearningRate = 2e-2 }),
        ("WeightDecay", before, before with { WeightDecay = 1e-2 }),
        ("Contamination", before, before with { Contamination = 0.3 }),
        ("Threshold", before, before with { Threshold = 0.5f }),
        ("UaiHead", before, before with { UaiHead = new UaiHeadOptions { QueryBy = UaiOutput.Score } }),
    ];

    private static IEnumerable<(string, NetworkDetectorOptions, NetworkDetectorOptions)> OneClass(DeepOneClassOptions before) =>
    [
        ("PretrainingEpochCount", before, before with { PretrainingEpochCount = 3 }),
        ("BatchNorm", before, before with { BatchNorm = BatchNormMode.BatchStatistics }),
        ("CenterRows", before, before with { CenterRows = CenterRows.FullMinibatches }),
        ("ReusePretraining", before, before with { ReusePretraining = true }),
    ];

    private static IEnumerable<(string, NetworkDetectorOptions)> SharedBroken(NetworkDetectorOptions options) =>
    [
        ("HiddenSizes", options with { HiddenSizes = [4, 0] }),
        ("CodeSize", options with { CodeSize = 0 }),
        ("EpochCount", options with { EpochCount = -1 }),
        ("BatchSize", options with { BatchSize = 1 }),
        ("LargestStepCount", options with { LargestStepCount = 0 }),
        ("LearningRate", options with { LearningRate = 0 }),
        ("LearningRate", options with { LearningRate = double.NaN }),
        ("LearningRate", options with { LearningRate = double.PositiveInfinity }),
        ("WeightDecay", options with { WeightDecay = -1e-9 }),
        ("WeightDecay", options with { WeightDecay = double.NaN }),
        ("Contamination", options with { Contamination = -0.01 }),
        ("Contamination", options with { Contamination = 1.01 }),
        ("Contamination", options with { Contamination = double.NaN }),
        ("Threshold", options with { Threshold = float.NaN }),
        ("Engine", options with { Engine = (EngineChoice)9 }),
        ("GpuDeviceId", options with { GpuDeviceId = -1 }),
        ("GpuDeviceId", options with { GpuDeviceId = 0, Engine = EngineChoice.Managed }),
        ("UaiHead.QueryBy", options with { UaiHead = new UaiHeadOptions { QueryBy = (UaiOutput)9 } }),
        ("UaiHead.ScoreBy", options with { UaiHead = new UaiHeadOptions { ScoreBy = (UaiOutput)9 } }),
    ];

    private static IEnumerable<(string, NetworkDetectorOptions)> OneClassBroken(DeepOneClassOptions options) =>
    [
        ("PretrainingEpochCount", options with { PretrainingEpochCount = -1 }),
        ("BatchNorm", options with { BatchNorm = (BatchNormMode)9 }),
        ("CenterRows", options with { CenterRows = (CenterRows)9 }),
    ];

    private static Type Options(string name) => OptionTypes.Single(type => type.Name == name);

    /// <summary>Scores, query scores and threshold.</summary>
    private static float[] Result(NetworkDetectorOptions options)
    {
        var model = NetworkDetectors.Of(options).Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(6, 5))).Model;
        return [.. model.Score(Pool.Rows), .. ModelAbilities.QueryScoresOf(model, Pool.Rows), model.Threshold];
    }
}
