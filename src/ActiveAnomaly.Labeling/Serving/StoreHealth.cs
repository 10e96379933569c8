using ActiveAnomaly.Sessions.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// Tells whether a store answers, and would keep again what it is given, within a few seconds. Whoever asks while it is being asked waits
/// for the same answer, so that probes of a store that hangs hold one thread, and not one each. Thread safe.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="logger">Is told when it answers no more, and when it does again.</param>
/// <param name="patience">How long it may take.</param>
/// <param name="probe">Throws where the store answers, but keeps nothing; null where nobody asks.</param>
internal sealed class StoreHealth(ISessionStore store, ILogger logger, TimeSpan patience, Action? probe = null) : IHealthCheck
{
    /// <summary>How long a store may take by default.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<Exception?> _asking = Task.FromResult<Exception?>(null);
    private bool _answered = true;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Task<Exception?> asking;
        lock (_gate)
        {
            asking = _asking = _asking.IsCompleted
                ? Task.Factory.StartNew(Ask, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                : _asking;
        }

        var failure = await Task.WhenAny(asking, Task.Delay(patience, cancellationToken)).ConfigureAwait(false) == asking
            ? await asking.ConfigureAwait(false)
            : new TimeoutException();
        cancellationToken.ThrowIfCancellationRequested();
        Tell(failure);
        return failure is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }

    private Exception? Ask()
    {
        try
        {
            store.List(CancellationToken.None);
            probe?.Invoke();
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever a store throws, of whomever: it does not answer.
            return exception;
        }
    }

    /// <summary>Tells of changes, by the type of the error alone.</summary>
    private void Tell(Exception? failure)
    {
        lock (_gate)
        {
            if (_answered == (failure is null))
            {
                return;
            }

            _answered = failure is null;
        }

        if (failure is null)
        {
            ServerLog.StoreAnswersAgain(logger);
        }
        else
        {
            ServerLog.StoreDoesNotAnswer(logger, failure.GetType().FullName!);
        }
    }
}
