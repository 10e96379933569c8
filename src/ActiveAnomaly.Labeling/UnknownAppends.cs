using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// What a session handed to its store without hearing whether it is kept: events of one place of the log, of which the log holds one or
/// none. They stay possible until that place is known to be taken: what a store was sent before its connection broke may be kept late.
/// Not thread safe.
/// </summary>
internal sealed class UnknownAppends
{
    private readonly List<Append> _appends = [];

    /// <summary>Gets a value indicating whether there is none.</summary>
    public bool IsEmpty => _appends.Count == 0;

    /// <summary>Takes down an event whose append ended without an answer.</summary>
    /// <param name="sessionEvent">The event.</param>
    /// <param name="training">The training that it is of, or null.</param>
    public void Add(SessionEvent sessionEvent, CompletedTraining? training) => _appends.Add(new Append(sessionEvent, training));

    /// <summary>Forgets them: their place in the log is taken.</summary>
    public void Clear() => _appends.Clear();

    /// <summary>Finds the one that is kept, or null where none is (yet).</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="log">Its log.</param>
    /// <exception cref="SessionConflictException">Somebody else's event has their place, or one follows on it.</exception>
    public Append? FindIn(string sessionId, IReadOnlyList<SessionEvent> log)
    {
        var place = _appends[0].Event.Sequence;
        if (log.Count <= place)
        {
            return null;
        }

        var kept = SessionEventJson.Write(log[(int)place]);
        var own = _appends.Find(append => SessionEventJson.Write(append.Event) == kept);
        return own is not null && log.Count == place + 1
            ? own
            : throw SessionConflictException.Between(sessionId, own is null ? place : place + 1, log.Count);
    }

    /// <summary>An event that may be kept.</summary>
    /// <param name="Event">The event.</param>
    /// <param name="Training">The training that it is of, or null.</param>
    internal sealed record Append(SessionEvent Event, CompletedTraining? Training);
}
