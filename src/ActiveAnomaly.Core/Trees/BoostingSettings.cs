namespace ActiveAnomaly.Trees;

/// <summary>How trees are boosted. A booster honours all of it, or throws <see cref="NotSupportedException"/>.</summary>
public sealed record BoostingSettings
{
    /// <summary>Gets the most trees, at least 1. There are fewer where nothing is left to split.</summary>
    public required int TreeCount { get; init; }

    /// <summary>Gets the most leaves of a tree, at least 2.</summary>
    public required int LeafCount { get; init; }

    /// <summary>Gets the learning rate: what a tree's leaves count for, in (0, 1].</summary>
    public required double LearningRate { get; init; }

    /// <summary>Gets the least number of rows in a leaf, at least 1.</summary>
    public required int LeastLeafRowCount { get; init; }

    /// <summary>Gets the seed of a booster that draws: the same seed gives the same bits.</summary>
    public required long Seed { get; init; }
}
