namespace ActiveAnomaly.Sessions.Events;

/// <summary>Somebody took an answer of his back: undo. What was answered stays in the log.</summary>
public sealed record AnswerWithdrawn : SessionEvent
{
    /// <summary>Gets the row.</summary>
    public required int Row { get; init; }

    /// <summary>Gets whose answer it was.</summary>
    public required string Annotator { get; init; }
}
