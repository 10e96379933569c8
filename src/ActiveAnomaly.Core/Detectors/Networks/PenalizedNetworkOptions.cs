namespace ActiveAnomaly.Detectors.Networks;

/// <summary>
/// What DevNet and PReNet have in common, whose programs train alike: hidden layers with a penalty on their weights, and RMSprop on a
/// gradient of bounded length.
/// </summary>
public abstract record PenalizedNetworkOptions : WeaklySupervisedOptions
{
    private protected PenalizedNetworkOptions()
        : base(Defaults.EpochCount, Defaults.LearningRate, Defaults.StepCount, Defaults.BatchSize)
    {
    }

    /// <summary>
    /// Gets the sizes of the hidden layers, each at least 1: null for one of 20 units, empty for none; the programs have 1000, 250, 20 as
    /// well.
    /// </summary>
    public IReadOnlyList<int>? HiddenSizes { get; init; }

    /// <summary>Gets the factor l of the penalty l sum w^2 on the weights of the hidden layers, at least 0.</summary>
    public double WeightPenalty { get; init; } = Defaults.WeightPenalty;

    /// <summary>Gets the largest norm of a step's gradient, to which a longer one is shortened, positive; null for any length.</summary>
    public double? LargestGradientNorm { get; init; } = Defaults.LargestGradientNorm;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        RequireSizes(HiddenSizes, nameof(HiddenSizes), "no hidden layer");
        Require(WeightPenalty >= 0 && double.IsFinite(WeightPenalty), nameof(WeightPenalty), WeightPenalty, "at least 0 and finite");
        Require(
            LargestGradientNorm is null || (LargestGradientNorm > 0 && double.IsFinite(LargestGradientNorm.Value)),
            nameof(LargestGradientNorm),
            LargestGradientNorm,
            "positive and finite, or null");
    }

    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The number of epochs.</summary>
        public const int EpochCount = 50;

        /// <summary>The learning rate of RMSprop.</summary>
        public const double LearningRate = 1e-3;

        /// <summary>The number of batches an epoch.</summary>
        public const int StepCount = 20;

        /// <summary>The size of a batch.</summary>
        public const int BatchSize = 512;

        /// <summary>The number of units of the one hidden layer.</summary>
        public const int HiddenSize = 20;

        /// <summary>The factor of the penalty on the hidden layers' weights.</summary>
        public const double WeightPenalty = 0.01;

        /// <summary>The largest norm of a step's gradient.</summary>
        public const double LargestGradientNorm = 1;
    }
}
