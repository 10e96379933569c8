namespace ActiveAnomaly.Detectors.GaussianProcess;

/// <summary>The options of <see cref="GaussianProcessDetector"/>.</summary>
public sealed record GaussianProcessOptions : DetectorOptions
{
    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The variance of an answer.</summary>
        public const double Noise = 0.1;

        /// <summary>The most bytes that kernel columns may take: 1 GiB.</summary>
        public const long ColumnBudget = 1L << 30;
    }

    /// <summary>
    /// Gets the variance of an answer, where abnormal is 1 and normal -1, in [0.01, 10]. Larger where answers may be wrong: with 0.3 an
    /// answer is followed less, and its neighbours decide more.
    /// </summary>
    public double Noise { get; init; } = Defaults.Noise;

    /// <summary>
    /// Gets the most bytes that the covariances of the pool with answered rows may take between two stages, at least 0: 4 a row and answer.
    /// Those beyond are computed again at every stage. It changes the time and the memory of training, and no result.
    /// </summary>
    public long ColumnBudget { get; init; } = Defaults.ColumnBudget;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(Noise is >= 0.01 and <= 10, nameof(Noise), Noise, "in [0.01, 10]");
        Require(ColumnBudget >= 0, nameof(ColumnBudget), ColumnBudget, "at least 0");
    }
}
