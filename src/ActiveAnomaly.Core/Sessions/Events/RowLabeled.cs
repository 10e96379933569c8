namespace ActiveAnomaly.Sessions.Events;

/// <summary>Somebody said what a row is that nobody had asked about. <see cref="AnswerWithdrawn"/> takes it back.</summary>
public sealed record RowLabeled : SessionEvent
{
    /// <summary>Gets the row.</summary>
    public required int Row { get; init; }

    /// <summary>Gets what was said: normal or abnormal.</summary>
    public required Answer Answer { get; init; }

    /// <summary>Gets who said it.</summary>
    public required string Annotator { get; init; }
}
