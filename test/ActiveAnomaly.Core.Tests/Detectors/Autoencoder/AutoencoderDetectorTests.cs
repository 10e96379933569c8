using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.Autoencoder;

[TestClass]
public sealed class AutoencoderDetectorTests : NetworkDetectorContract<AutoencoderDetector>
{
    protected override IReadOnlyList<string> Phases => ["training"];

    protected override AutoencoderDetector Create(NetworkDetectorSettings settings) => new(new AutoencoderOptions
    {
        Seed = settings.Seed,
        EpochCount = settings.EpochCount,
        BatchSize = settings.BatchSize,
        LearningRate = settings.LearningRate,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });
}
