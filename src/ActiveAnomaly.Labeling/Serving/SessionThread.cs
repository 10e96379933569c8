using System.Collections.Concurrent;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// One thread for what changes the session. A store writes one answer after the other in any case, and may wait seconds for its disk or
/// for a lock: requests wait for their turn without a thread each. Thread safe.
/// </summary>
internal sealed class SessionThread : IDisposable
{
    private readonly BlockingCollection<Action> _queue = [];
    private readonly Thread _thread;
    private int _waitingCount;

    public SessionThread()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "labelling session" };
        _thread.Start();
    }

    /// <summary>Gets the number of changes that have not begun.</summary>
    public int WaitingCount => Volatile.Read(ref _waitingCount);

    /// <summary>Does something after what was asked before.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">What is done.</param>
    /// <param name="cancellationToken">Takes it back as long as it has not begun; from then on it is done to the end.</param>
    /// <exception cref="ObjectDisposedException">The thread has ended.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var turn = new Turn<T>(work);
        Interlocked.Increment(ref _waitingCount);
        try
        {
            _queue.Add(
                () =>
                {
                    if (turn.TryTake())
                    {
                        Interlocked.Decrement(ref _waitingCount);
                        turn.Run();
                    }
                },
                CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            Interlocked.Decrement(ref _waitingCount);
            throw new ObjectDisposedException(nameof(SessionThread));
        }

        using var leaving = cancellationToken.Register(() =>
        {
            if (turn.TryTake())
            {
                Interlocked.Decrement(ref _waitingCount);
                turn.Cancel(cancellationToken);
            }
        });
        return await turn.Done.ConfigureAwait(false);
    }

    /// <summary>Ends the thread once everything that was asked is done.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Work()
    {
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            work();
        }
    }

    /// <summary>Something to do, which is either done or taken back, and not both.</summary>
    private sealed class Turn<T>(Func<T> work)
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isTaken;

        public Task<T> Done => _done.Task;

        public bool TryTake() => !Interlocked.Exchange(ref _isTaken, true);

        public void Cancel(CancellationToken cancellationToken) => _done.SetCanceled(cancellationToken);

        public void Run()
        {
            try
            {
                _done.SetResult(work());
            }
            catch (Exception exception)
            {
                // Thrown where it is waited for.
                _done.SetException(exception);
            }
        }
    }
}
