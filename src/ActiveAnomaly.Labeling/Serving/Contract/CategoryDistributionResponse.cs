namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>The texts of a column.</summary>
internal sealed record CategoryDistributionResponse : DistributionResponse
{
    /// <summary>The most frequent ones, most frequent first.</summary>
    public required IReadOnlyList<CategoryCountResponse> Categories { get; init; }

    /// <summary>The number of rows of other texts.</summary>
    public required long OtherCount { get; init; }

    /// <summary>The number of different texts, those of the list and the others.</summary>
    public required int TextCount { get; init; }
}
