using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>A store in memory that fails when a test wants it to.</summary>
internal sealed class TroubledStore : ISessionStore
{
    private readonly MemorySessionStore _kept = new();

    /// <summary>Gets or sets what appending throws; null for nothing.</summary>
    public Exception? OnAppend { get; set; }

    /// <summary>Gets or sets what reading throws; null for nothing.</summary>
    public Exception? OnRead { get; set; }

    /// <summary>Gets or sets what appending waits for; null for nothing.</summary>
    public ManualResetEventSlim? Holds { get; set; }

    /// <summary>Gets how many appends have begun.</summary>
    public int BegunCount { get; private set; }

    public void Append(string sessionId, SessionEvent sessionEvent)
    {
        BegunCount++;
        Holds?.Wait();
        if (OnAppend is { } exception)
        {
            throw exception;
        }

        _kept.Append(sessionId, sessionEvent);
    }

    public IReadOnlyList<SessionEvent> Read(string sessionId, CancellationToken cancellationToken = default) =>
        OnRead is { } exception ? throw exception : _kept.Read(sessionId, cancellationToken);

    public IReadOnlyList<string> List(CancellationToken cancellationToken = default) => _kept.List(cancellationToken);
}
