namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>A note that is kept for good.</summary>
internal sealed record NoteReceiptResponse
{
    /// <summary>The last event of the log.</summary>
    public required long Sequence { get; init; }
}
