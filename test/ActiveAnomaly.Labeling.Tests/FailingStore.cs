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

    public void Append(string sessionId, SessionEvent sessionEvent)
    {
        if (Refuses?.Invoke(sessionEvent) is true)
        {
            throw new SessionStoreException($"The disk is full at event {sessionEvent.Sequence}.");
        }

        _kept.Append(sessionId, sessionEvent);
    }

    public IReadOnlyList<SessionEvent> Read(string sessionId, CancellationToken cancellationToken = default) =>
        _kept.Read(sessionId, cancellationToken);

    public IReadOnlyList<string> List(CancellationToken cancellationToken = default) => _kept.List(cancellationToken);
}
