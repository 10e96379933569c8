using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Detectors;

/// <summary>Makes the detector that options belong to.</summary>
internal static class NetworkDetectors
{
    public static NetworkDetector Of(NetworkDetectorOptions options) => options switch
    {
        DeepSvddOptions svdd => new DeepSvddDetector(svdd),
        DeepSadOptions sad => new DeepSadDetector(sad),
        NceOptions nce => new NceDetector(nce),
        AutoencoderOptions autoencoder => new AutoencoderDetector(autoencoder),
        MlpOptions mlp => new MlpDetector(mlp),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options, "Unknown options."),
    };
}
