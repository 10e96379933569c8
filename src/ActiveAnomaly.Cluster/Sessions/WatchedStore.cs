using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Cluster.Sessions;

/// <summary>
/// The store as one opened session has it. Once an append shows that the log is not what the session takes it for, or may not be, nothing
/// more is appended for it: it has to be opened anew. Thread safe.
/// </summary>
internal sealed class WatchedStore(ISessionStore store) : ISessionStore
{
    private volatile string? _loss;

    /// <summary>Gets why the session has to be opened anew; null as long as it has not.</summary>
    public string? Loss => _loss;

    public void Append(string sessionId, SessionEvent sessionEvent)
    {
        if (_loss is { } loss)
        {
            throw new SessionStoreException($"The session '{sessionId}' is opened anew from its log: {loss} Try again.");
        }

        try
        {
            store.Append(sessionId, sessionEvent);
        }
        catch (SessionConflictException exception)
        {
            // Another silo has the session, or had it for a moment: its events count, and this one's was not kept.
            _loss = exception.Message;
            throw;
        }
        catch (SessionStoreException exception) when (exception.ConnectionBroke)
        {
            // Kept or not: only the log tells.
            _loss = exception.Message;
            throw;
        }
    }

    public IReadOnlyList<SessionEvent> Read(string sessionId, CancellationToken cancellationToken = default) =>
        store.Read(sessionId, cancellationToken);

    public IReadOnlyList<string> List(CancellationToken cancellationToken = default) => store.List(cancellationToken);
}
