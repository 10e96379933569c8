using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.Rosas;

/// <summary>
/// A trained RoSAS network: a row's score is the output, from -1, normal, to 1, abnormal. Two layers lead to the embedding, and two from
/// there to the score. Immutable and thread safe.
/// </summary>
public sealed class RosasModel : OutputNetworkModel
{
    internal RosasModel(NetworkParameters network, string engineName)
        : base(network, engineName)
    {
    }

    /// <summary>Gets the options that the model was trained with.</summary>
    public new RosasOptions Options => (RosasOptions)base.Options;
}
