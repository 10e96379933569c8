namespace ActiveAnomaly.Labeling;

/// <summary>
/// Numbers the changes of something that a gate guards, and wakes whoever waits for one. Call with the gate held,
/// but for <see cref="WaitUntil"/>.
/// </summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = Fresh();

    /// <summary>Gets the number of changes so far.</summary>
    public long Version { get; private set; }

    /// <summary>Gets a task that completes with the next change.</summary>
    public Task Next => _next.Task;

    /// <summary>Says that something changed.</summary>
    public void HasChanged()
    {
        Version++;
        _next.SetResult();
        _next = Fresh();
    }

    /// <summary>Waits until something holds, which is looked at after every change, but no longer than so. Call without the gate.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="holds">Called with the gate held.</param>
    /// <param name="longest">The longest wait, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task WaitUntil(Lock gate, Func<bool> holds, TimeSpan longest, CancellationToken cancellationToken)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (gate)
            {
                if (holds())
                {
                    return;
                }

                changed = Next;
            }

            if (longest == Timeout.InfiniteTimeSpan)
            {
                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            var left = longest - TimeProvider.System.GetElapsedTime(begin);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await changed.WaitAsync(left, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
