namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Asks what to look at next.</summary>
internal sealed record QuestionRequest
{
    /// <summary>Who asks.</summary>
    public required string Annotator { get; init; }

    /// <summary>Whether the row is put back for later and something else asked.</summary>
    public bool Another { get; init; }
}
