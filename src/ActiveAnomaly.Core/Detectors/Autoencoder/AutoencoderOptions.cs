using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.Autoencoder;

/// <summary>The options of <see cref="AutoencoderDetector"/>.</summary>
public sealed record AutoencoderOptions : NetworkDetectorOptions
{
    /// <summary>Creates the default options.</summary>
    public AutoencoderOptions() => EpochCount = Defaults.AutoencoderEpochCount;
}
