namespace ActiveAnomaly.Detectors;

/// <summary>The options that every detector has. A method's own options derive from it, the library's and a user's alike.</summary>
public abstract record DetectorOptions
{
    /// <summary>Gets the seed of everything random; null draws one when the detector is created, which the model records.</summary>
    public long? Seed { get; init; }

    /// <summary>
    /// Gets the share of the training rows expected to be abnormal, in [0, 1]: the threshold is the scores'
    /// (1 - contamination) quantile.
    /// </summary>
    public double Contamination { get; init; } = DefaultContamination;

    /// <summary>Gets the threshold itself, finite; null takes it from <see cref="Contamination"/>.</summary>
    public float? Threshold { get; init; }

    /// <summary>The default share of training rows expected to be abnormal.</summary>
    public const double DefaultContamination = 0.1;

    /// <summary>
    /// Checks every rule: detectors call it when they are created, and models when they are loaded. Overrides call the base
    /// first.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    protected internal virtual void Validate()
    {
        Require(Contamination is >= 0 and <= 1, nameof(Contamination), Contamination, "in [0, 1]");
        Require(Threshold is null || float.IsFinite(Threshold.Value), nameof(Threshold), Threshold, "finite, or null");
    }

    /// <summary>Throws unless <paramref name="holds"/>.</summary>
    /// <param name="holds">Whether the rule holds.</param>
    /// <param name="property">The option's name.</param>
    /// <param name="found">Its value.</param>
    /// <param name="allowed">What is allowed, such as "at least 1".</param>
    /// <exception cref="ArgumentOutOfRangeException">The rule does not hold.</exception>
    protected static void Require(bool holds, string property, object? found, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                "options." + property, found, FormattableString.Invariant($"{property} is {found ?? "null"}; it must be {allowed}."));
        }
    }
}
