namespace ActiveAnomaly.Detectors.Xgbod;

/// <summary>The options of <see cref="XgbodDetector"/>.</summary>
public sealed record XgbodOptions : DetectorOptions
{
    /// <summary>The defaults: those of the paper's classifier, XGBoost's.</summary>
    public static class Defaults
    {
        /// <summary>The number of trees.</summary>
        public const int TreeCount = 100;

        /// <summary>The most splits in a row.</summary>
        public const int Depth = 3;

        /// <summary>What a tree's leaves count for.</summary>
        public const double LearningRate = 0.1;

        /// <summary>What a leaf's value is drawn to 0 by.</summary>
        public const double Regularization = 1;

        /// <summary>The least sum of second derivatives in a leaf.</summary>
        public const double LeastLeafWeight = 1;
    }

    /// <summary>Gets the number of trees, in [1, 10,000].</summary>
    public int TreeCount { get; init; } = Defaults.TreeCount;

    /// <summary>Gets the most splits in a row, in [1, 12].</summary>
    public int Depth { get; init; } = Defaults.Depth;

    /// <summary>Gets what a tree's leaves count for, eta, in (0, 1].</summary>
    public double LearningRate { get; init; } = Defaults.LearningRate;

    /// <summary>Gets what a leaf's value is drawn to 0 by, lambda, in [0, 10^6].</summary>
    public double Regularization { get; init; } = Defaults.Regularization;

    /// <summary>
    /// Gets the least sum of second derivatives in a leaf, in [0, 10^6]: a row has p (1 - p), 1/4 at first, and less as it is learnt.
    /// </summary>
    public double LeastLeafWeight { get; init; } = Defaults.LeastLeafWeight;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(TreeCount is >= 1 and <= 10_000, nameof(TreeCount), TreeCount, "in [1, 10000]");
        Require(Depth is >= 1 and <= 12, nameof(Depth), Depth, "in [1, 12]");
        Require(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, "in (0, 1]");
        Require(Regularization is >= 0 and <= 1e6, nameof(Regularization), Regularization, "in [0, 1000000]");
        Require(LeastLeafWeight is >= 0 and <= 1e6, nameof(LeastLeafWeight), LeastLeafWeight, "in [0, 1000000]");
    }
}
