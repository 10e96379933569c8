using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions.Stores;

/// <summary>Keeps the logs of sessions. Thread safe. A session is written by one writer at a time; a second one is found out.</summary>
public interface ISessionStore
{
    /// <summary>
    /// Adds an event to a session's log; the first one begins the log. When the call returns, the event is kept for good.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="sessionEvent">The event; its sequence must be the next of the log.</param>
    /// <exception cref="SessionConflictException">The log has another length: somebody else writes to the session.</exception>
    void Append(string sessionId, SessionEvent sessionEvent);

    /// <summary>Reads a session's log.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>Its events, in order.</returns>
    /// <exception cref="KeyNotFoundException">There is no such session.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    IReadOnlyList<SessionEvent> Read(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Lists the sessions.</summary>
    /// <param name="cancellationToken">Cancels listing.</param>
    /// <returns>Their ids, in ordinal order.</returns>
    /// <exception cref="OperationCanceledException">Listing was cancelled.</exception>
    IReadOnlyList<string> List(CancellationToken cancellationToken = default);
}
