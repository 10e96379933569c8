namespace ActiveAnomaly.Sessions.Events;

/// <summary>Somebody wrote something down about a row, in place of what he wrote before. It influences no result.</summary>
public sealed record RowNoted : SessionEvent
{
    /// <summary>Gets the row.</summary>
    public required int Row { get; init; }

    /// <summary>Gets who wrote it.</summary>
    public required string Annotator { get; init; }

    /// <summary>Gets the note; empty for none.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the tags; empty for none.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>
    /// Gets when it was written, where that was elsewhere and it was brought here later; null where it was
    /// written at <see cref="SessionEvent.Time"/>. It influences no result, and need not lie in the order of the log.
    /// </summary>
    public DateTimeOffset? SaidAt { get; init; }
}
