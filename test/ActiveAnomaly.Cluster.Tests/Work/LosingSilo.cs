namespace ActiveAnomaly.Cluster.Work;

/// <summary>A silo with one slot that loses items, and does what it does not lose.</summary>
/// <param name="loss">What becomes of the item that is asked for as the first, the second, and so on; null where it is done.</param>
internal sealed class LosingSilo(Func<int, SiloLostException?> loss) : IWorkerService
{
    private int _begun;
    private int _described;

    /// <summary>Gets or sets how many times the silo is not reached before it is.</summary>
    public int UnreachableCount { get; init; }

    /// <summary>Gets the tickets of items that were given up.</summary>
    public List<Guid> Abandoned { get; } = [];

    public Task<WorkerDescription> DescribeAsync() => ++_described > UnreachableCount
        ? Task.FromResult(new WorkerDescription(1, 1, ["work"]))
        : Task.FromException<WorkerDescription>(new SiloLostException("it is gone", new TimeoutException()));

    public Task<WorkReport> BeginAsync(WorkRequest request)
    {
        var lost = loss(_begun++);
        return lost switch
        {
            null => Task.FromResult(new WorkReport { State = WorkState.Done, Content = request.Content }),
            { IsUnexpected: true } => Task.FromException<WorkReport>(lost),
            _ => Task.FromResult(WorkReport.Gone(lost.Message)),
        };
    }

    public Task<WorkReport> ContinueAsync(Guid ticket) => throw new NotSupportedException();

    public Task AbandonAsync(Guid ticket)
    {
        Abandoned.Add(ticket);
        return Task.CompletedTask;
    }

    public Task<byte[]?> ReadInputAsync(string hash, int offset) => throw new NotSupportedException();
}
