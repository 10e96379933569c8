namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>A row that will be asked about.</summary>
internal sealed record ForeseenRowResponse
{
    /// <summary>The row.</summary>
    public required int Row { get; init; }

    /// <summary>Why it is worth a question; null where no reason is given.</summary>
    public required string? Reason { get; init; }
}
