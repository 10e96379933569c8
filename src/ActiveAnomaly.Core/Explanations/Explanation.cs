namespace ActiveAnomaly.Explanations;

/// <summary>
/// Why a row has its score: what each feature adds to it, compared with the background. The contributions sum to
/// <see cref="Score"/> - <see cref="BaseValue"/>, within <see cref="Explainer.RelativeTolerance"/>. Immutable.
/// </summary>
public sealed class Explanation
{
    private readonly float[] _contributions;
    private readonly float[] _standardErrors;

    internal Explanation(float score, float baseValue, float[] contributions, float[] standardErrors, bool isExact)
    {
        Score = score;
        BaseValue = baseValue;
        IsExact = isExact;
        _contributions = contributions;
        _standardErrors = standardErrors;
    }

    /// <summary>Gets the row's score, the same bits as the model gives.</summary>
    public float Score { get; }

    /// <summary>Gets the mean score of the background's rows.</summary>
    public float BaseValue { get; }

    /// <summary>
    /// Gets what each feature adds to the score [d]: above 0 where the row's value makes it more suspicious than the background's values
    /// do, below 0 where it makes it less so, and 0 where the model makes no use of the feature. All NaN where a feature of the row is.
    /// </summary>
    public ReadOnlySpan<float> Contributions => _contributions;

    /// <summary>
    /// Gets the standard errors of the contributions [d]: what drawing permutations leaves open. All 0 where nothing was drawn.
    /// </summary>
    public ReadOnlySpan<float> StandardErrors => _standardErrors;

    /// <summary>
    /// Gets a value indicating whether the contributions were computed in closed form or of all subsets, and not sampled.
    /// </summary>
    public bool IsExact { get; }

    /// <summary>Gives the features that raise the score, the one that raises it most first; ties in the order of the features.</summary>
    /// <param name="count">How many at most.</param>
    /// <returns>The features' indices. Fewer than <paramref name="count"/> where fewer raise it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public int[] Top(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return
        [
            .. Enumerable.Range(0, _contributions.Length)
                .Where(feature => _contributions[feature] > 0)
                .OrderByDescending(feature => _contributions[feature])
                .Take(count),
        ];
    }
}
