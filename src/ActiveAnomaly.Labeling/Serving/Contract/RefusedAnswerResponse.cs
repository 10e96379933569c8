namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>An answer that was not taken.</summary>
internal sealed record RefusedAnswerResponse
{
    /// <summary>The row.</summary>
    public required int Row { get; init; }

    /// <summary>Why, as a sentence.</summary>
    public required string Why { get; init; }
}
