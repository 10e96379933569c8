namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>A label of a file that was not taken.</summary>
internal sealed record ImportConflictResponse
{
    /// <summary>The row's id.</summary>
    public required string Id { get; init; }

    /// <summary>Why, as a sentence.</summary>
    public required string Why { get; init; }
}
