namespace ActiveAnomaly.Training;

/// <summary>How an update group moves its parts. An engine refuses a kind that it does not know, by name.</summary>
public abstract record OptimizerOptions
{
    /// <summary>
    /// Gets the largest Euclidean norm of the gradient of all of the group's parts together, positive: a longer gradient, penalties
    /// included, is shortened to it before the step. Null for any length.
    /// </summary>
    public double? LargestGradientNorm { get; init; }
}
