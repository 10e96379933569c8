using ActiveAnomaly.Detectors.Forests;

namespace ActiveAnomaly.Detectors.ExtraTrees;

/// <summary>The options of <see cref="ExtraTreesDetector"/>.</summary>
public sealed record ExtraTreesOptions : DetectorOptions
{
    /// <summary>
    /// The defaults: trees as in the paper and in scikit-learn (fully grown, the square root of d features a node, no bootstrap), and
    /// weak negatives that together weigh as much as the labelled normal rows and one more.
    /// </summary>
    public static class Defaults
    {
        /// <summary>The number of trees.</summary>
        public const int TreeCount = 200;

        /// <summary>The fewest rows of a leaf: trees are grown until leaves are pure.</summary>
        public const int LeafSize = 1;

        /// <summary>What all weak negatives weigh together, as a multiple of the labelled normal rows and one more.</summary>
        public const double WeakNegativeWeight = 1;

        /// <summary>The most weak negatives of a tree.</summary>
        public const int WeakNegativeCount = 1000;

        /// <summary>The number of trees of the isolation forest that is the prior.</summary>
        public const int PriorTreeCount = 200;

        /// <summary>The number of rows that a tree of the prior is grown of.</summary>
        public const int PriorSampleSize = IsolationForestOptions.Defaults.SampleSize;
    }

    /// <summary>The most rows of all trees of the prior together: their forest takes 100 megabytes and more.</summary>
    private const long MostPriorRows = 10_000_000;

    /// <summary>Gets the number of trees, in [1, 10,000].</summary>
    public int TreeCount { get; init; } = Defaults.TreeCount;

    /// <summary>Gets the fewest rows of a leaf, in [1, 1,000,000].</summary>
    public int LeafSize { get; init; } = Defaults.LeafSize;

    /// <summary>
    /// Gets what all weak negatives of a tree weigh together, as a multiple of the number of labelled normal rows plus one, in
    /// [0, 1,000], and, rounded up, how many they are: so they outweigh no answers, few or many, and stand in for normal rows while
    /// there are none. 0 for no weak negatives.
    /// </summary>
    public double WeakNegativeWeight { get; init; } = Defaults.WeakNegativeWeight;

    /// <summary>
    /// Gets the most weak negatives of a tree, in [1, 65,536], drawn anew for each tree; where they should be more, each weighs more.
    /// Training takes as long on a large pool as on a small one.
    /// </summary>
    public int WeakNegativeCount { get; init; } = Defaults.WeakNegativeCount;

    /// <summary>
    /// Gets the number of trees of the prior, in [1, 100,000]; with <see cref="PriorSampleSize"/> rows each, at most 10^7 rows in all.
    /// </summary>
    public int PriorTreeCount { get; init; } = Defaults.PriorTreeCount;

    /// <summary>Gets the number of rows that a tree of the prior is grown of, in [1, 65,536]: all of a smaller pool.</summary>
    public int PriorSampleSize { get; init; } = Defaults.PriorSampleSize;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(TreeCount is >= 1 and <= 10_000, nameof(TreeCount), TreeCount, "in [1, 10000]");
        Require(LeafSize is >= 1 and <= 1_000_000, nameof(LeafSize), LeafSize, "in [1, 1000000]");
        Require(WeakNegativeWeight is >= 0 and <= 1000, nameof(WeakNegativeWeight), WeakNegativeWeight, "in [0, 1000]");
        Require(WeakNegativeCount is >= 1 and <= 65_536, nameof(WeakNegativeCount), WeakNegativeCount, "in [1, 65536]");
        IsolationForestOptions.RequireForest(
            PriorTreeCount, nameof(PriorTreeCount), PriorSampleSize, nameof(PriorSampleSize), fewestRows: 1, MostPriorRows);
    }
}
