using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.DevNet;

/// <summary>
/// A trained deviation network d - hidden layers - 1: a row's score is the output, of which ordinary rows have about 0. Immutable and
/// thread safe.
/// </summary>
public sealed class DevNetModel : OutputNetworkModel
{
    internal DevNetModel(NetworkParameters network, string engineName)
        : base(network, engineName)
    {
    }
}
