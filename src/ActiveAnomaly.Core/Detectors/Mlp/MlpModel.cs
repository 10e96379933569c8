using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.Mlp;

/// <summary>
/// A trained multilayer perceptron d - hidden layers - 1: a row's score is the output, the logit s of "abnormal", or the output of a UAI
/// head on the last hidden layer and s. Immutable and thread safe.
/// </summary>
public sealed class MlpModel : NetworkModel
{
    internal MlpModel(NetworkParameters perceptron, UaiHead? head, string engineName)
        : base(perceptron, NetworkScorer.OfOutput(perceptron, head), head, engineName)
    {
    }

    /// <summary>Gets the perceptron; what its last layer reads is the code.</summary>
    public NetworkParameters Perceptron => Network;
}
