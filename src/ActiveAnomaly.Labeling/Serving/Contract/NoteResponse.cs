namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>What somebody wrote down about a row.</summary>
internal sealed record NoteResponse
{
    /// <summary>Who.</summary>
    public required string Annotator { get; init; }

    /// <summary>The note.</summary>
    public required string Text { get; init; }

    /// <summary>The tags.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>When.</summary>
    public required DateTime Time { get; init; }
}
