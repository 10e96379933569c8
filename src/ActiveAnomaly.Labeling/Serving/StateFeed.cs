using System.Text.Json;
using System.Threading.Channels;
using ActiveAnomaly.Labeling.Serving.Contract;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// Tells who listens of the session's states: at most one every <see cref="Interval"/>, and always the last. A state is written out once,
/// whoever asks for it. Thread safe.
/// </summary>
internal sealed class StateFeed
{
    /// <summary>How far states lie apart at least: five a second.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ServedSession _served;
    private readonly TimeProvider _clock;
    private readonly Channel<bool> _building = Channel.CreateBounded<bool>(1);
    private readonly ContractConversions _conversions;
    private StateSnapshot? _built;
    private StateSnapshot? _latest;
    private TaskCompletionSource _next = Fresh();
    private Task _following = Task.CompletedTask;
    private int _listenerCount;

    public StateFeed(ServedSession served, ContractConversions conversions, TimeProvider clock)
    {
        _served = served;
        _conversions = conversions;
        _clock = clock;
    }

    /// <summary>Gets the number of streams that are open.</summary>
    public int ListenerCount => Volatile.Read(ref _listenerCount);

    /// <summary>Gets the number of times that a state was written out.</summary>
    public int WrittenCount { get; private set; }

    /// <summary>Gets the state as it is now.</summary>
    public async Task<StateSnapshot> CurrentAsync(CancellationToken cancellationToken)
    {
        // One at a time: who waits gets what the one before wrote, if nothing has changed.
        await _building.Writer.WriteAsync(true, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _served.ReadAsync(Build, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _building.Reader.TryRead(out _);
        }
    }

    /// <summary>Gets a state that is newer than another, as soon as one is told of; null once the session is closed.</summary>
    /// <param name="version">The version that is known.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public async Task<StateSnapshot?> NewerAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The signal before the state: what comes between them wakes.
            var next = Volatile.Read(ref _next).Task;
            if (Volatile.Read(ref _latest) is { } latest && latest.State.Version > version)
            {
                return latest;
            }

            if (_following.IsCompleted)
            {
                await _following.ConfigureAwait(false);
                return null;
            }

            await Task.WhenAny(next, _following).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Counts a stream as open until what is returned is disposed.</summary>
    public IDisposable Listen() => new Listener(this);

    /// <summary>Begins to follow the session, until it is closed.</summary>
    /// <param name="stopping">Ends it.</param>
    public void Start(CancellationToken stopping) => _following = FollowAsync(stopping);

    private async Task FollowAsync(CancellationToken stopping)
    {
        // Not on the thread that starts the server.
        await Task.Yield();
        var version = -1L;
        while (true)
        {
            await _served.Session.WaitForChangeAsync(version, stopping).ConfigureAwait(false);
            var latest = await CurrentAsync(stopping).ConfigureAwait(false);
            if (latest.State.Version <= version)
            {
                // Waiting ended without a change: the session was closed.
                return;
            }

            version = latest.State.Version;
            Volatile.Write(ref _latest, latest);
            Interlocked.Exchange(ref _next, Fresh()).SetResult();
            await Task.Delay(Interval, _clock, stopping).ConfigureAwait(false);
        }
    }

    private StateSnapshot Build()
    {
        var (state, _, records) = _served.Session.Moment;
        if (_built is { } built && built.State.Version == state.Version)
        {
            return built;
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(_conversions.ToState(state, records), ContractJson.Options);
        WrittenCount++;
        return _built = new StateSnapshot(state, bytes.AsMemory(0, bytes.Length - 1));
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Listener : IDisposable
    {
        private StateFeed? _feed;

        public Listener(StateFeed feed)
        {
            _feed = feed;
            Interlocked.Increment(ref feed._listenerCount);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _feed, null) is { } feed)
            {
                Interlocked.Decrement(ref feed._listenerCount);
            }
        }
    }
}
