using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.OneClass;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Options of small networks and few epochs.</summary>
internal static class Fast
{
    public const long Seed = 7;

    public static readonly DeepSvddOptions DeepSvdd = new()
    {
        Seed = Seed, HiddenSizes = [8], CodeSize = 4, PretrainingEpochCount = 4, EpochCount = 6, BatchSize = 32,
    };

    public static readonly DeepSadOptions DeepSad = new()
    {
        Seed = Seed, HiddenSizes = [8], CodeSize = 4, PretrainingEpochCount = 4, EpochCount = 6, BatchSize = 32,
    };

    public static readonly NceOptions Nce = new()
    {
        Seed = Seed, HiddenSizes = [8], CodeSize = 4, PretrainingEpochCount = 4, EpochCount = 6, BatchSize = 32,
    };

    public static readonly AutoencoderOptions Autoencoder = new()
    {
        Seed = Seed, HiddenSizes = [8], CodeSize = 4, EpochCount = 6, BatchSize = 32,
    };

    /// <summary>Options that train nothing: for tests of everything around the training.</summary>
    public static readonly NceOptions Untrained = Nce with { PretrainingEpochCount = 0, EpochCount = 0 };

    public static DetectorTrainer NceTrainer(this MLContext mlContext, NceOptions? options = null) =>
        mlContext.ActiveAnomaly().Trainers.Nce(options ?? Nce);

    public static DetectorTrainer DeepSvddTrainer(this MLContext mlContext, DeepSvddOptions? options = null) =>
        mlContext.ActiveAnomaly().Trainers.DeepSvdd(options ?? DeepSvdd);
}
