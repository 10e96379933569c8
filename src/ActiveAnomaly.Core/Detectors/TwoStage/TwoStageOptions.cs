using ActiveAnomaly.Detectors.ExtraTrees;
using ActiveAnomaly.Detectors.Forests;

namespace ActiveAnomaly.Detectors.TwoStage;

/// <summary>The options of <see cref="TwoStageDetector"/>.</summary>
public sealed record TwoStageOptions : DetectorOptions
{
    /// <summary>
    /// The defaults: isolation and similarity count for as much, the boundary of reliably normal rows is that of a published program of the
    /// later paper, trees are those of extra trees.
    /// </summary>
    public static class Defaults
    {
        /// <summary>The most groups of the labelled anomalies.</summary>
        public const int ClusterCount = 5;

        /// <summary>What isolation counts for in a row's total score; similarity counts for the rest.</summary>
        public const double IsolationShare = 0.5;

        /// <summary>The share of the pool, by total score, that is reliably normal.</summary>
        public const double NormalFraction = 0.5;

        /// <summary>The most reliable normal rows that a tree draws.</summary>
        public const int NormalRowCount = 4096;

        /// <summary>The number of trees of the classifier.</summary>
        public const int TreeCount = ExtraTreesOptions.Defaults.TreeCount;

        /// <summary>The number of trees of the isolation forest.</summary>
        public const int PriorTreeCount = IsolationForestOptions.Defaults.TreeCount;

        /// <summary>The number of rows that a tree of the isolation forest is grown of.</summary>
        public const int PriorSampleSize = IsolationForestOptions.Defaults.SampleSize;
    }

    /// <summary>The most rows of all trees of the isolation forest together: they take 100 megabytes and more.</summary>
    private const long MostPriorRows = 10_000_000;

    /// <summary>
    /// Gets the most groups that the labelled anomalies are put in, in [1, 1,000]; no more than there are different ones.
    /// </summary>
    public int ClusterCount { get; init; } = Defaults.ClusterCount;

    /// <summary>Gets theta, what isolation counts for in a row's total score, in [0, 1]; similarity counts for the rest.</summary>
    public double IsolationShare { get; init; } = Defaults.IsolationShare;

    /// <summary>
    /// Gets the quantile of the pool's total scores up to which rows are reliably normal, in [0, 1], as far as they are not likely to be
    /// anomalies.
    /// </summary>
    public double NormalFraction { get; init; } = Defaults.NormalFraction;

    /// <summary>
    /// Gets the most reliable normal rows that a tree draws, in [1, 1,000,000]: training takes as long on a large pool as on a small one.
    /// </summary>
    public int NormalRowCount { get; init; } = Defaults.NormalRowCount;

    /// <summary>Gets the number of trees of the classifier, in [1, 10,000].</summary>
    public int TreeCount { get; init; } = Defaults.TreeCount;

    /// <summary>
    /// Gets the number of trees of the isolation forest, in [1, 100,000]; with <see cref="PriorSampleSize"/> rows each, at most 10^7 rows
    /// in all.
    /// </summary>
    public int PriorTreeCount { get; init; } = Defaults.PriorTreeCount;

    /// <summary>Gets the number of rows that a tree of the isolation forest is grown of, in [1, 65,536]: all of a smaller pool.</summary>
    public int PriorSampleSize { get; init; } = Defaults.PriorSampleSize;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(ClusterCount is >= 1 and <= 1000, nameof(ClusterCount), ClusterCount, "in [1, 1000]");
        Require(IsolationShare is >= 0 and <= 1, nameof(IsolationShare), IsolationShare, "in [0, 1]");
        Require(NormalFraction is >= 0 and <= 1, nameof(NormalFraction), NormalFraction, "in [0, 1]");
        Require(NormalRowCount is >= 1 and <= 1_000_000, nameof(NormalRowCount), NormalRowCount, "in [1, 1000000]");
        Require(TreeCount is >= 1 and <= 10_000, nameof(TreeCount), TreeCount, "in [1, 10000]");
        IsolationForestOptions.RequireForest(
            PriorTreeCount, nameof(PriorTreeCount), PriorSampleSize, nameof(PriorSampleSize), fewestRows: 1, MostPriorRows);
    }
}
