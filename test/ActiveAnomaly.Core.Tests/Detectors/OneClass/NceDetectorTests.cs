namespace ActiveAnomaly.Detectors.OneClass;

[TestClass]
public sealed class NceDetectorTests : DetectorContract<NceDetector>
{
    protected override NceDetector Create(DetectorSettings settings) => new(new NceOptions
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
