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
}
