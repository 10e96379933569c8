namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>A row of which annotators say different things.</summary>
internal sealed record DisagreedRowResponse
{
    /// <summary>The row.</summary>
    public required int Row { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>normal, abnormal, skipped, or null where that is open.</summary>
    public required string? Decision { get; init; }

    /// <summary>What they say.</summary>
    public required IReadOnlyList<GivenAnswerResponse> Answers { get; init; }
}
