using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>
/// A trained encoder phi and a centre c: a row's score is s = ||phi(x) - c||^2 (Eq. 3), or the output of a UAI head on top
/// of it. Immutable and thread safe.
/// </summary>
public class DeepOneClassModel : NetworkModel
{
    private readonly float[] _center;

    internal DeepOneClassModel(NetworkParameters encoder, float[] center, UaiHead? head, string engineName)
        : base(encoder, new NetworkScorer(encoder, center, head), head, engineName) => _center = center;

    /// <summary>Gets the encoder's weights and running statistics.</summary>
    public NetworkParameters Encoder => Network;

    /// <summary>Gets the centre, c [h].</summary>
    public ReadOnlySpan<float> Center => _center;

    /// <summary>
    /// Gets the encoder as pre-training left it, and the rows that it was pre-trained on, for the next stage of a session that reuses it
    /// on the same rows. It is not saved.
    /// </summary>
    internal (FeatureMatrix Pool, object Key, NetworkParameters Encoder)? Pretrained { get; init; }
}
