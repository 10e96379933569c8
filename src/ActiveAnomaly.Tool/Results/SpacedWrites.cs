namespace ActiveAnomaly.Tool.Results;

/// <summary>
/// Writes what is finished as it comes, a while apart: at once where the last write is long past, and else when that while is over, whether
/// or not anything more comes. Not thread safe but for its own clock: its owner calls it under the lock that it is given.
/// </summary>
internal sealed class SpacedWrites : IDisposable
{
    /// <summary>The while that runs of many cells take.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    private readonly Lock _guard;
    private readonly TimeSpan _between;
    private readonly Action _write;
    private readonly Timer _timer;
    private DateTime _next;
    private bool _isAwaited;
    private bool _isDisposed;

    /// <summary>Creates it; the first while begins now.</summary>
    /// <param name="guard">Held at each write.</param>
    /// <param name="between">The while.</param>
    /// <param name="write">Writes all that is finished.</param>
    public SpacedWrites(Lock guard, TimeSpan between, Action write)
    {
        (_guard, _between, _write) = (guard, between, write);
        _timer = new Timer(_ => WriteAwaited());
        _next = DateTime.UtcNow + between;
    }

    /// <summary>Tells that more is finished; the guard is held.</summary>
    public void Ask()
    {
        var left = _next - DateTime.UtcNow;
        if (left <= TimeSpan.Zero)
        {
            Write();
        }
        else if (!_isAwaited)
        {
            // A clock that was set back makes no write wait longer.
            _isAwaited = true;
            _timer.Change(left < _between ? left : _between, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_guard)
        {
            _isDisposed = true;
        }

        _timer.Dispose();
    }

    private void Write()
    {
        _isAwaited = false;
        _write();
        _next = DateTime.UtcNow + _between;
    }

    private void WriteAwaited()
    {
        lock (_guard)
        {
            if (!_isAwaited || _isDisposed)
            {
                return;
            }

            try
            {
                Write();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Nobody waits for this thread. The next that asks writes at once, and hears it; the last write of the run does anyway.
                _next = default;
            }
        }
    }
}
