using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>A store in memory that does not keep what it is told not to.</summary>
internal sealed class FailingStore : ISessionStore
{
    private readonly MemorySessionStore _kept = new();

    /// <summary>Gets or sets which events are not kept; null for none.</summary>
    public Predicate<SessionEvent>? Refuses { get; set; }

    /// <summary>Gets or sets which events are kept without the caller being told: the connection breaks before it hears of it.</summary>
    public Predicate<SessionEvent>? KeepsUnsaid { get; set; }

    /// <summary>Gets or sets which events get lost with the connection: whether they are kept is not known, and they are not.</summary>
    public Predicate<SessionEvent>? Loses { get; set; }

    /// <summary>Gets or sets what happens before an event is appended; null for nothing.</summary>
    public Action<SessionEvent>? OnAppend { get; set; }

    /// <summary>Gets or sets a value indicating whether nothing can be read.</summary>
    public bool IsAway { get; set; }

    /// <summary>Gets the events that were lost with the connection.</summary>
    public List<SessionEvent> Lost { get; } = [];

    public void Append(string sessionId, SessionEvent sessionEvent)
    {
        if (Refuses?.Invoke(sessionEvent) is true)
        {
            throw new SessionStoreException($"The disk is full at event {sessionEvent.Sequence}.");
        }

        if (Loses?.Invoke(sessionEvent) is true)
        {
            Lost.Add(sessionEvent);
            throw Broken(sessionEvent);
        }

        OnAppend?.Invoke(sessionEvent);
        _kept.Append(sessionId, sessionEvent);
        if (KeepsUnsaid?.Invoke(sessionEvent) is true)
        {
            throw Broken(sessionEvent);
        }
    }

    /// <summary>Keeps an event of somebody else's, or one that comes late.</summary>
    public void Bring(string sessionId, SessionEvent sessionEvent) => _kept.Append(sessionId, sessionEvent);

    /// <summary>Gets the number of events that are kept, whether they can be read or not.</summary>
    public int CountOf(string sessionId) => _kept.Read(sessionId).Count;

    public IReadOnlyList<SessionEvent> Read(string sessionId, CancellationToken cancellationToken = default) =>
        IsAway ? throw new SessionStoreException("There is no server.") : _kept.Read(sessionId, cancellationToken);

    public IReadOnlyList<string> List(CancellationToken cancellationToken = default) => _kept.List(cancellationToken);

    private static SessionStoreException Broken(SessionEvent sessionEvent) =>
        new($"The connection broke at event {sessionEvent.Sequence}.") { ConnectionBroke = true };
}
