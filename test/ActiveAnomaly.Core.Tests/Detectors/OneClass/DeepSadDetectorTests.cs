namespace ActiveAnomaly.Detectors.OneClass;

[TestClass]
public sealed class DeepSadDetectorTests : DetectorContract<DeepSadDetector>
{
    protected override DeepSadDetector Create(DetectorSettings settings) => new(new DeepSadOptions
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
