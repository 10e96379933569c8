using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Training;

/// <summary>
/// A part of what is trained: an encoder, a decoder, a head. Passes apply it, as often as they like, and update groups move
/// it.
/// </summary>
public sealed class NetworkPart
{
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
}
