using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Training;

/// <summary>What a training run gives. Immutable.</summary>
public sealed class TrainingResult
{
    private readonly IReadOnlyDictionary<NetworkPart, NetworkParameters> _parameters;

    /// <summary>Creates the result.</summary>
    /// <param name="parameters">The trained numbers of every part of the plan, of the epoch that the plan selects.</param>
    /// <param name="epochLosses">The loss of each epoch, as <see cref="EpochProgress.Loss"/> gives it.</param>
    public TrainingResult(IReadOnlyDictionary<NetworkPart, NetworkParameters> parameters, IReadOnlyList<double> epochLosses)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(epochLosses);
        _parameters = parameters;
        EpochLosses = epochLosses;
    }

    /// <summary>Gets the loss of each epoch that was run.</summary>
    public IReadOnlyList<double> EpochLosses { get; }

    /// <summary>Gives the trained weights and running statistics of a part.</summary>
    /// <param name="part">A part of the plan.</param>
    /// <returns>Its numbers; those that it started from where no group moves it, but for running statistics.</returns>
    /// <exception cref="KeyNotFoundException">The part is none of the plan's.</exception>
    public NetworkParameters Of(NetworkPart part) => _parameters[part];
}
