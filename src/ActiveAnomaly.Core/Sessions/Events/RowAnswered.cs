namespace ActiveAnomaly.Sessions.Events;

/// <summary>Somebody said what a row is, or that he does not know.</summary>
public sealed record RowAnswered : SessionEvent
{
    /// <summary>Gets the row.</summary>
    public required int Row { get; init; }

    /// <summary>Gets what was said.</summary>
    public required Answer Answer { get; init; }

    /// <summary>Gets who said it.</summary>
    public required string Annotator { get; init; }

    /// <summary>
    /// Gets when it was said, where that was elsewhere and it was brought here later; null where it was
    /// said at <see cref="SessionEvent.Time"/>. It influences no result, and need not lie in the order of the log.
    /// </summary>
    public DateTimeOffset? SaidAt { get; init; }
}
