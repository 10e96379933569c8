using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Training;

/// <summary>
/// A part of what is trained: an encoder, a decoder, a head. Passes apply it, as often as they like, and update groups move
/// it.
/// </summary>
public sealed class NetworkPart
{
    private readonly double _weightPenalty;

    /// <summary>Creates the part.</summary>
    /// <param name="name">What the part is called in messages, such as "encoder".</param>
    /// <param name="start">The weights and running statistics that training starts from.</param>
    public NetworkPart(string name, NetworkParameters start)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(start);
        Name = name;
        Start = start;
    }

    /// <summary>Gets what the part is called in messages.</summary>
    public string Name { get; }

    /// <summary>Gets the weights and running statistics that training starts from.</summary>
    public NetworkParameters Start { get; }

    /// <summary>Gets the part's sizes.</summary>
    public NetworkShape Shape => Start.Shape;

    /// <summary>
    /// Gets the factor l of a penalty l sum of w^2 of the part's weights, without its biases (in Keras an L2 kernel regulariser): each
    /// group that moves the part adds it to its loss, and 2 l w to the gradient. At least 0, which is none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public double WeightPenalty
    {
        get => _weightPenalty;
        init => _weightPenalty = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, FormattableString.Invariant($"The weight penalty is {value}; it must be at least 0 and finite."));
    }
}
