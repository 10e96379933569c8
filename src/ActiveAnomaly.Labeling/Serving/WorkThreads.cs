using System.Threading.Channels;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// Threads of their own for what takes long or waits for the session, a few at a time: the threads that answer requests stay free.
/// Thread safe.
/// </summary>
/// <param name="count">How many work at a time; the others wait without a thread.</param>
internal sealed class WorkThreads(int count)
{
    /// <summary>Holds an entry for each that works.</summary>
    private readonly Channel<bool> _busy = Channel.CreateBounded<bool>(count);

    /// <summary>Does something on a thread of its own.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">What is done.</param>
    /// <param name="cancellationToken">Cancels waiting for a thread.</param>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _busy.Writer.WriteAsync(true, cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
        }
        finally
        {
            _busy.Reader.TryRead(out _);
        }
    }
}
