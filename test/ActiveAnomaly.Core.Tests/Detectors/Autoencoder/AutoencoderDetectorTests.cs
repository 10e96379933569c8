namespace ActiveAnomaly.Detectors.Autoencoder;

[TestClass]
public sealed class AutoencoderDetectorTests : DetectorContract<AutoencoderDetector>
{
    protected override AutoencoderDetector Create(DetectorSettings settings) => new(new AutoencoderOptions
    {
        Seed = settings.Seed,
        EpochCount = settings.EpochCount,
        BatchSize = settings.BatchSize,
        LearningRate = settings.LearningRate,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });
}
