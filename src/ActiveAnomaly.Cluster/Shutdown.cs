namespace ActiveAnomaly.Cluster;

/// <summary>Stops something once, whoever asks, and lets others wait for that. Thread safe.</summary>
/// <param name="stop">Stops it.</param>
internal sealed class Shutdown(Func<Task> stop)
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Task? _stopping;

    /// <summary>Waits until it has stopped.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var stopping = cancellationToken.Register(() => _ = StopAsync());
        await _stopped.Task.ConfigureAwait(false);
    }

    /// <summary>Stops it, or waits until whoever does has.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            return _stopping ??= StopOnceAsync();
        }
    }

    private async Task StopOnceAsync()
    {
        // Not under the gate: whoever stops runs what is registered for it.
        await Task.Yield();
        try
        {
            await stop().ConfigureAwait(false);
        }
        finally
        {
            _stopped.TrySetResult();
        }
    }
}
