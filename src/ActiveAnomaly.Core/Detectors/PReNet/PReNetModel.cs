using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.PReNet;

/// <summary>
/// A trained network of pairwise relations: a row's score is the mean relation with unlabelled and with abnormal rows, drawn once. That is
/// linear in the row's code, with what those rows give as a part of its offset: one network d - hidden layers - 1. Immutable and thread
/// safe.
/// </summary>
public sealed class PReNetModel : OutputNetworkModel
{
    internal PReNetModel(NetworkParameters network, string engineName)
        : base(network, engineName)
    {
    }
}
