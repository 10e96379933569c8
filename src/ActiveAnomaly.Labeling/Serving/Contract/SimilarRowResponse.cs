namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>A row that is like another.</summary>
internal sealed record SimilarRowResponse
{
    /// <summary>The row.</summary>
    public required int Row { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>How far it is.</summary>
    public required double Distance { get; init; }

    /// <summary>Its score, or null before the first model.</summary>
    public required float? Score { get; init; }

    /// <summary>What is decided, or null.</summary>
    public required string? Decision { get; init; }
}
