using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.OneClass;

[TestClass]
public sealed class NceDetectorTests : NetworkDetectorContract<NceDetector>
{
    protected override NceDetector Create(NetworkDetectorSettings settings) => new(new NceOptions
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
