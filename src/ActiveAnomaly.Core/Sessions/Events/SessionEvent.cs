using System.Text.Json.Serialization;

namespace ActiveAnomaly.Sessions.Events;

/// <summary>
/// Something that happened in a session. The events of a session, in order, are all that there is to know of it: its state is
/// folded from them, and it continues from them. Immutable.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(SessionCreated), "created")]
[JsonDerivedType(typeof(StageTrained), "trained")]
[JsonDerivedType(typeof(RowsQueried), "queried")]
[JsonDerivedType(typeof(RowAnswered), "answered")]
[JsonDerivedType(typeof(RowLabeled), "labeled")]
[JsonDerivedType(typeof(AnswerWithdrawn), "withdrawn")]
[JsonDerivedType(typeof(RowsAdded), "rows-added")]
[JsonDerivedType(typeof(RowNoted), "noted")]
[JsonDerivedType(typeof(PoolDescribed), "pool-described")]
public abstract record SessionEvent
{
    private protected SessionEvent()
    {
    }

    /// <summary>Gets the event's place in the session's log, from 0, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets when it happened. It influences no result.</summary>
    public required DateTimeOffset Time { get; init; }
}
