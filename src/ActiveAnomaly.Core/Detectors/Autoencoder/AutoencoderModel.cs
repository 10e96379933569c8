using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.Autoencoder;

/// <summary>
/// A trained autoencoder: a row's score is its mean squared reconstruction error, 1 / d sum of (y - x)^2, or the output of a
/// UAI head on top of it. Immutable and thread safe.
/// </summary>
public sealed class AutoencoderModel : NetworkModel
{
    internal AutoencoderModel(NetworkParameters autoencoder, UaiHead? head, string engineName)
        : base(autoencoder, new NetworkScorer(autoencoder, EncoderLayerCount(autoencoder.Shape), head), head, engineName)
    {
    }

    /// <summary>Gets the weights and running statistics of encoder and decoder; the first half of the layers is the encoder.</summary>
    public NetworkParameters Autoencoder => Network;

    internal static int EncoderLayerCount(NetworkShape autoencoder) => autoencoder.Layers.Count / 2;
}
