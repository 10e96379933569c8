namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>What concerns the annotator who asked.</summary>
internal sealed record YouResponse
{
    /// <summary>Who.</summary>
    public required string Name { get; init; }

    /// <summary>What undo would take back, or null.</summary>
    public required int? LastRow { get; init; }

    /// <summary>The event that is this last answer, which a withdrawal may name; null for none.</summary>
    public required long? LastAnswerSequence { get; init; }
}
