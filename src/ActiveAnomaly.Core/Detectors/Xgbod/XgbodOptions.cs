namespace ActiveAnomaly.Detectors.Xgbod;

/// <summary>The options of <see cref="XgbodDetector"/>.</summary>
public sealed record XgbodOptions : DetectorOptions
{
    /// <summary>The defaults: number of trees and rate of the paper's classifier, and as many leaves as its depth of 3 has.</summary>
    public static class Defaults
    {
        /// <summary>The number of trees.</summary>
        public const int TreeCount = 100;

        /// <summary>The most leaves of a tree.</summary>
        public const int LeafCount = 8;

        /// <summary>What a tree's leaves count for.</summary>
        public const double LearningRate = 0.1;

        /// <summary>The least number of rows in a leaf.</summary>
        public const int LeastLeafRowCount = 1;
    }

    /// <summary>Gets the number of trees, in [1, 10,000]; there are fewer where nothing is left to split.</summary>
    public int TreeCount { get; init; } = Defaults.TreeCount;

    /// <summary>Gets the most leaves of a tree, in [2, 4,096].</summary>
    public int LeafCount { get; init; } = Defaults.LeafCount;

    /// <summary>Gets what a tree's leaves count for, eta, in (0, 1].</summary>
    public double LearningRate { get; init; } = Defaults.LearningRate;

    /// <summary>Gets the least number of rows in a leaf, in [1, 1,000,000]. A leaf of the rows labelled abnormal holds few.</summary>
    public int LeastLeafRowCount { get; init; } = Defaults.LeastLeafRowCount;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(TreeCount is >= 1 and <= 10_000, nameof(TreeCount), TreeCount, "in [1, 10000]");
        Require(LeafCount is >= 2 and <= 4096, nameof(LeafCount), LeafCount, "in [2, 4096]");
        Require(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, "in (0, 1]");
        Require(LeastLeafRowCount is >= 1 and <= 1_000_000, nameof(LeastLeafRowCount), LeastLeafRowCount, "in [1, 1000000]");
    }
}
