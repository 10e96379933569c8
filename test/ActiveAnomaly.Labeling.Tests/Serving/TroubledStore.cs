using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>A store in memory that fails when a test wants it to.</summary>
internal sealed class TroubledStore : ISessionStore
{
    private readonly MemorySessionStore _kept = new();
    private TaskCompletionSource? _holds;
    private int _listedCount;

    /// <summary>Gets or sets what appending throws; null for nothing.</summary>
    public Exception? OnAppend { get; set; }

    /// <summary>Gets or sets what reading throws; null for nothing.</summary>
    public Exception? OnRead { get; set; }

    /// <summary>Gets or sets what listing throws; null for nothing.</summary>
    public Exception? OnList { get; set; }

    /// <summary>Gets how many times listing has begun.</summary>
    public int ListedCount => _listedCount;

    /// <summary>Gets how many appends have begun.</summary>
    public int BegunCount { get; private set; }

    /// <summary>Has appending and listing wait until what is returned is disposed.</summary>
    public IDisposable Hold()
    {
        _holds = new TaskCompletionSource();
        return new Release(this);
    }

    public void Append(string sessionId, SessionEvent sessionEvent)
    {
        BegunCount++;
        _holds?.Task.Wait();
        if (OnAppend is { } exception)
        {
            throw exception;
        }

        _kept.Append(sessionId, sessionEvent);
    }

    public IReadOnlyList<SessionEvent> Read(string sessionId, CancellationToken cancellationToken = default) =>
        OnRead is { } exception ? throw exception : _kept.Read(sessionId, cancellationToken);

    public IReadOnlyList<string> List(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _listedCount);
        _holds?.Task.Wait(cancellationToken);
        return OnList is { } exception ? throw exception : _kept.List(cancellationToken);
    }

    private sealed class Release(TroubledStore store) : IDisposable
    {
        public void Dispose() => Interlocked.Exchange(ref store._holds, null)?.SetResult();
    }
}
