using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.OneClass;

[TestClass]
public sealed class DeepSvddDetectorTests : NetworkDetectorContract<DeepSvddDetector>
{
    protected override DeepSvddDetector Create(NetworkDetectorSettings settings) => new(new DeepSvddOptions
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
