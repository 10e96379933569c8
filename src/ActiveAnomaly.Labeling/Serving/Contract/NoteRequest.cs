namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Writes down something about a row, in place of what the annotator wrote before.</summary>
internal sealed record NoteRequest
{
    /// <summary>Who writes.</summary>
    public required string Annotator { get; init; }

    /// <summary>The row.</summary>
    public required int Row { get; init; }

    /// <summary>The text; empty, without tags, removes the note.</summary>
    public required string Text { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
