namespace ActiveAnomaly.Training;

/// <summary>How an update group moves its parts. An engine refuses a kind that it does not know, by name.</summary>
public abstract record OptimizerOptions
{
    /// <summary>
    /// Gets the largest Euclidean norm of the gradient of all of the group's parts together, positive: a longer gradient, penalties
    /// included, is shortened to it before the step. Null for any length.
    /// </summary>
    public double? LargestGradientNorm { get; init; }

    /// <summary>Checks every rule; <see cref="TrainingPlan.Validate"/> calls it. Overrides call the base first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    protected internal virtual void Validate()
    {
        Require(LargestGradientNorm is null or > 0, nameof(LargestGradientNorm), LargestGradientNorm, "positive, or null");
    }

    /// <summary>Throws unless <paramref name="holds"/>.</summary>
    /// <param name="holds">Whether the rule holds.</param>
    /// <param name="property">The option's name.</param>
    /// <param name="found">Its value.</param>
    /// <param name="allowed">What is allowed, such as "at least 0".</param>
    /// <exception cref="ArgumentOutOfRangeException">The rule does not hold.</exception>
    protected static void Require(bool holds, string property, double? found, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                "options." + property,
                found,
                FormattableString.Invariant($"An update group's {property} is {found}; it must be {allowed}."));
        }
    }
}
