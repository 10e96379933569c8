using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Training;

/// <summary>Where a run stands after an epoch.</summary>
public sealed class EpochState
{
    private readonly Func<NetworkPart, NetworkParameters> _parameters;

    /// <summary>Creates the state; engines do.</summary>
    /// <param name="epochIndex">The epoch just finished, from 0.</param>
    /// <param name="loss">Its loss, as <see cref="EpochProgress.Loss"/> defines it.</param>
    /// <param name="parameters">Copies the numbers of a part.</param>
    public EpochState(int epochIndex, double loss, Func<NetworkPart, NetworkParameters> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        EpochIndex = epochIndex;
        Loss = loss;
        _parameters = parameters;
    }

    /// <summary>Gets the epoch just finished, from 0.</summary>
    public int EpochIndex { get; }

    /// <summary>Gets its loss.</summary>
    public double Loss { get; }

    /// <summary>Copies the numbers of a part as they are now.</summary>
    /// <param name="part">A part of the plan.</param>
    /// <returns>Its weights and running statistics.</returns>
    /// <exception cref="KeyNotFoundException">The part is none of the plan's.</exception>
    public NetworkParameters Of(NetworkPart part) => _parameters(part);
}
