namespace ActiveAnomaly.Cluster.Work;

/// <summary>A silo that does what it is asked, and says how many of its slots are free. Thread safe.</summary>
internal sealed class BusySilo : IWorkerService
{
    private readonly Lock _gate = new();
    private int _running;

    public int SlotCount { get; init; } = 1;

    public int FreeCount { get; init; }

    /// <summary>Gets how long an item takes.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(50);

    public int DoneCount { get; private set; }

    public int MostRunning { get; private set; }

    public Task<WorkerDescription> DescribeAsync() => Task.FromResult(new WorkerDescription(SlotCount, FreeCount, ["work"]));

    public async Task<WorkReport> BeginAsync(WorkRequest request)
    {
        lock (_gate)
        {
            MostRunning = Math.Max(MostRunning, ++_running);
        }

        await Task.Delay(Delay);
        lock (_gate)
        {
            _running--;
            DoneCount++;
        }

        return new WorkReport { State = WorkState.Done, Content = request.Content };
    }

    public Task<WorkReport> ContinueAsync(Guid ticket) => throw new NotSupportedException();

    public Task AbandonAsync(Guid ticket) => throw new NotSupportedException();

    public Task<byte[]?> ReadInputAsync(string hash, int offset) => throw new NotSupportedException();
}
