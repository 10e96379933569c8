using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Cluster;

/// <summary>A copy of one session's log in memory: whoever opens it disturbs nobody.</summary>
internal sealed class CopiedStore : ISessionStore
{
    private readonly MemorySessionStore _copy = new();

    public CopiedStore(ISessionStore store, string session)
    {
        foreach (var sessionEvent in store.Read(session))
        {
            _copy.Append(session, sessionEvent);
        }
    }

    public void Append(string sessionId, SessionEvent sessionEvent) => _copy.Append(sessionId, sessionEvent);

    public IReadOnlyList<SessionEvent> Read(string sessionId, CancellationToken cancellationToken = default) =>
        _copy.Read(sessionId, cancellationToken);

    public IReadOnlyList<string> List(CancellationToken cancellationToken = default) => _copy.List(cancellationToken);
}
