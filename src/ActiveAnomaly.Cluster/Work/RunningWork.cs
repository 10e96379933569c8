using System.Diagnostics;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>An item that this silo does, of which is asked from time to time, by one at a time. Thread safe but for that.</summary>
internal sealed class RunningWork : IProgress<ReadOnlyMemory<byte>>, IDisposable
{
    /// <summary>The most bytes of a part of a result.</summary>
    public const int LargestPart = 1 << 20;

    /// <summary>How often is told how far an item is.</summary>
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(0.5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task<ReadOnlyMemory<byte>> _result;
    private byte[]? _report;
    private int _sent;
    private long _lastAsked = Stopwatch.GetTimestamp();

    /// <summary>Begins an item.</summary>
    /// <param name="perform">Does it.</param>
    public RunningWork(Func<IProgress<ReadOnlyMemory<byte>>, CancellationToken, Task<ReadOnlyMemory<byte>>> perform) =>
        _result = Task.Run(() => perform(this, _stop.Token));

    /// <summary>Gets how long nobody has asked.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Volatile.Read(ref _lastAsked));

    /// <summary>Takes how far the item is, on the thread that does it.</summary>
    public void Report(ReadOnlyMemory<byte> value) => Volatile.Write(ref _report, value.ToArray());

    /// <summary>Gets what there is to tell, waiting for it as long as so.</summary>
    /// <param name="patience">How long.</param>
    public async Task<WorkReport> NextAsync(TimeSpan patience)
    {
        var begin = Stopwatch.GetTimestamp();
        Volatile.Write(ref _lastAsked, begin);
        do
        {
            await Task.WhenAny(_result, Task.Delay(ReportPeriod)).ConfigureAwait(false);
            if (_result.IsCompleted)
            {
                return await EndAsync().ConfigureAwait(false);
            }

            if (Interlocked.Exchange(ref _report, null) is { } report)
            {
                return new WorkReport { State = WorkState.Running, Content = report };
            }

            Volatile.Write(ref _lastAsked, Stopwatch.GetTimestamp());
        }
        while (Stopwatch.GetElapsedTime(begin) < patience);
        return WorkReport.Nothing;
    }

    /// <summary>Stops the item, and waits until it has stopped.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(_result).ConfigureAwait(false);
    }

    /// <summary>Lets go of an item that has ended.</summary>
    public void Dispose() => _stop.Dispose();

    private async Task<WorkReport> EndAsync()
    {
        try
        {
            var result = await _result.ConfigureAwait(false);
            var part = result.Slice(_sent, Math.Min(result.Length - _sent, LargestPart));
            _sent += part.Length;
            return new WorkReport { State = _sent == result.Length ? WorkState.Done : WorkState.Part, Content = part.ToArray() };
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return WorkReport.Gone("it was stopped");
        }
        catch (SiloLostException exception)
        {
            return WorkReport.Gone(exception.Message);
        }
        catch (Exception exception)
        {
            // Whoever wants the item is told; this silo goes on.
            return new WorkReport { State = WorkState.Failed, Reason = exception.Message };
        }
    }
}
