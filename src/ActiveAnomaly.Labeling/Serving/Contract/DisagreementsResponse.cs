namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>The rows of which annotators say different things.</summary>
internal sealed record DisagreementsResponse
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<DisagreedRowResponse> Rows { get; init; }
}
