namespace ActiveAnomaly.Detectors.Neighbors;

/// <summary>The options of <see cref="NeighborDistanceDetector"/>.</summary>
public sealed record NeighborDistanceOptions : DetectorOptions
{
    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The number of neighbours.</summary>
        public const int NeighborCount = 20;

        /// <summary>The most rows of the pool that the model keeps.</summary>
        public const int MostReferenceRows = 20_000;
    }

    /// <summary>The most neighbours that may be asked for.</summary>
    internal const int MostNeighbors = 1000;

    /// <summary>
    /// Gets the number of neighbours, k, in [1, 1,000]: all others of a smaller pool. Anomalies that come in groups need more of them
    /// than a group has.
    /// </summary>
    public int NeighborCount { get; init; } = Defaults.NeighborCount;

    /// <summary>
    /// Gets the most rows of the pool that the model keeps and measures from, at least 2: as many are drawn of a larger pool. Training
    /// takes time, and the model space, in proportion.
    /// </summary>
    public int MostReferenceRows { get; init; } = Defaults.MostReferenceRows;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(NeighborCount is >= 1 and <= MostNeighbors, nameof(NeighborCount), NeighborCount, "in [1, 1000]");
        Require(MostReferenceRows >= 2, nameof(MostReferenceRows), MostReferenceRows, "at least 2");
    }
}
