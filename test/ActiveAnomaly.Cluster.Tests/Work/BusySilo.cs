using System.Diagnostics;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>A silo that does what it is asked, and says how many of its slots are free. Thread safe.</summary>
internal sealed class BusySilo : IWorkerService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private int _running;
    private int _described;

    public int SlotCount { get; init; } = 1;

    public int FreeCount { get; init; }

    /// <summary>Gets which of the times that the silo is asked what it does, from 1, fail.</summary>
    public int[] FailedDescriptions { get; init; } = [];

    /// <summary>Gets what must hold for an item to end, beside that it takes 50 ms.</summary>
    public Func<BusySilo, bool> MayEnd { get; init; } = _ => true;

    /// <summary>Gets how many items were begun.</summary>
    public int BegunCount { get; private set; }

    public int DoneCount { get; private set; }

    public int MostRunning { get; private set; }

    public Task<WorkerDescription> DescribeAsync() => FailedDescriptions.Contains(Interlocked.Increment(ref _described))
        ? Task.FromException<WorkerDescription>(new SiloLostException("it is busy", new TimeoutException()))
        : Task.FromResult(new WorkerDescription(SlotCount, FreeCount, ["work"]));

    public async Task<WorkReport> BeginAsync(WorkRequest request)
    {
        lock (_gate)
        {
            BegunCount++;
            MostRunning = Math.Max(MostRunning, ++_running);
        }

        for (var begin = Stopwatch.GetTimestamp(); !MayEnd(this) && Stopwatch.GetElapsedTime(begin) < Longest;)
        {
            await Task.Delay(Pause);
        }

        await Task.Delay(Pause);
        lock (_gate)
        {
            _running--;
            DoneCount++;
        }

        return new WorkReport { State = WorkState.Done, Content = request.Content };
    }

    public Task<WorkReport> ContinueAsync(Guid ticket) => throw new NotSupportedException();

    public Task AbandonAsync(Guid ticket) => Task.CompletedTask;

    public Task<byte[]?> ReadInputAsync(string hash, int offset) => throw new NotSupportedException();
}
