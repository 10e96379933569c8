namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>How often a text occurs in a column.</summary>
internal sealed record CategoryCountResponse
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The number of its rows.</summary>
    public required long Count { get; init; }
}
