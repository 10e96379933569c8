using System.Collections.Concurrent;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions.Stores;

/// <summary>Keeps logs in memory, for tests and for programs that store them themselves. Thread safe.</summary>
public sealed class MemorySessionStore : ISessionStore
{
    private readonly ConcurrentDictionary<string, List<SessionEvent>> _logs = new();

    /// <inheritdoc/>
    public void Append(string sessionId, SessionEvent sessionEvent)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ArgumentNullException.ThrowIfNull(sessionEvent);
        if (sessionEvent.Sequence != 0 && !_logs.ContainsKey(sessionId))
        {
            throw SessionConflictException.Between(sessionId, sessionEvent.Sequence, 0);
        }

        var log = _logs.GetOrAdd(sessionId, static _ => []);
        lock (log)
        {
            if (sessionEvent.Sequence != log.Count)
            {
                throw SessionConflictException.Between(sessionId, sessionEvent.Sequence, log.Count);
            }

            log.Add(sessionEvent);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SessionEvent> Read(string sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_logs.TryGetValue(sessionId, out var log))
        {
            throw new KeyNotFoundException($"There is no session '{sessionId}'.");
        }

        lock (log)
        {
            return [.. log];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return [.. _logs.Keys.Order(StringComparer.Ordinal)];
    }
}
