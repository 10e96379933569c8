using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Training;

/// <summary>The best epoch of a run so far: for engines. One object serves one run; it is not thread safe.</summary>
/// <param name="selection">What makes it the best.</param>
public sealed class EpochChoice(EpochSelection selection)
{
    private double _best = double.NegativeInfinity;
    private int _bestEpoch = -1;

    /// <summary>Gets the best epoch's numbers.</summary>
    public IReadOnlyDictionary<NetworkPart, NetworkParameters>? Parameters { get; private set; }

    /// <summary>Looks at an epoch.</summary>
    /// <param name="state">The epoch.</param>
    /// <param name="parameters">Copies all parts' numbers.</param>
    /// <returns>Whether the run goes on.</returns>
    /// <exception cref="InvalidOperationException">The value is no number.</exception>
    public bool Continues(EpochState state, Func<IReadOnlyDictionary<NetworkPart, NetworkParameters>> parameters)
    {
        var value = selection.Value(state);
        if (double.IsNaN(value))
        {
            throw new InvalidOperationException(
                $"The value that epochs are chosen by is NaN after epoch {state.EpochIndex}; it must be a number.");
        }

        if (_bestEpoch < 0 || value > _best + selection.SmallestRise)
        {
            (_best, _bestEpoch, Parameters) = (value, state.EpochIndex, parameters());
        }

        return !(state.EpochIndex - _bestEpoch >= selection.Patience);
    }
}
