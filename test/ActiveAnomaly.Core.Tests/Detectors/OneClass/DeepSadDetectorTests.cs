using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.OneClass;

[TestClass]
public sealed class DeepSadDetectorTests : NetworkDetectorContract<DeepSadDetector>
{
    protected override DeepSadDetector Create(NetworkDetectorSettings settings) => new(new DeepSadOptions
    {
        Seed = settings.Seed,
        PretrainingEpochCount = settings.PretrainingEpochCount,
        EpochCount = settings.EpochCount,
        BatchSize = settings.BatchSize,
        LearningRate = settings.LearningRate,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });
}
