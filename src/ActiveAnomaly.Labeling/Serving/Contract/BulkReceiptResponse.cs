namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>What answers for several rows, or taking them back, came to.</summary>
internal sealed record BulkReceiptResponse
{
    /// <summary>The last event of the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>The number of rows that have the answer, or no longer have one, now.</summary>
    public required int Count { get; init; }

    /// <summary>The other rows, and why.</summary>
    public required IReadOnlyList<RefusedAnswerResponse> Refused { get; init; }

    /// <summary>What to look at next.</summary>
    public required QuestionResponse Next { get; init; }
}
