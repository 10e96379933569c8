namespace ActiveAnomaly.Labeling;

/// <summary>
/// A thread that works whenever it is told that there may be something to do. Where that fails it says so, and tries again: when it is told
/// the next time, or after two seconds at first and five minutes at last. All members may be called from any thread.
/// </summary>
internal sealed class RetryingThread : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    private readonly Func<bool> _step;
    private readonly Action<Exception?> _ends;
    private readonly CancellationToken _stop;
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Thread _thread;

    /// <summary>Creates it; <see cref="Start"/> begins.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="step">Works once, where that is needed, and tells whether it may be needed again.</param>
    /// <param name="ends">Told why a step failed, and after that null once all is done again.</param>
    /// <param name="stop">Ends the thread.</param>
    public RetryingThread(string name, Func<bool> step, Action<Exception?> ends, CancellationToken stop)
    {
        _step = step;
        _ends = ends;
        _stop = stop;
        _thread = new Thread(Work) { IsBackground = true, Name = name };
    }

    /// <summary>Gets a value indicating whether the caller runs on this thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Begins.</summary>
    public void Start()
    {
        _thread.Start();
        Signal();
    }

    /// <summary>Says that something may have changed.</summary>
    public void Signal()
    {
        if (!_stop.IsCancellationRequested)
        {
            _signal.Release();
        }
    }

    /// <summary>Waits until the thread, which was told to stop, has ended. No signal may follow.</summary>
    public void Dispose()
    {
        _thread.Join();
        _signal.Dispose();
    }

    private void Work()
    {
        var hasFailed = false;
        var retry = FirstRetry;
        try
        {
            while (true)
            {
                var isTold = _signal.Wait(hasFailed ? retry : Timeout.InfiniteTimeSpan, _stop);
                while (_signal.CurrentCount > 0)
                {
                    _signal.Wait(_stop);
                }

                retry = isTold ? FirstRetry : TimeSpan.FromTicks(Math.Min(2 * retry.Ticks, LongestRetry.Ticks));
                hasFailed = !Run(hasFailed);
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The session was closed: what was begun is in no log, and nobody waits for it, whatever it threw when it was cut off.
        }
    }

    private bool Run(bool hasFailed)
    {
        try
        {
            while (_step())
            {
            }
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            // Whatever a detector, a strategy or a store throws: people go on answering, and are told.
            _ends(exception);
            return false;
        }

        if (hasFailed)
        {
            _ends(null);
        }

        return true;
    }
}
