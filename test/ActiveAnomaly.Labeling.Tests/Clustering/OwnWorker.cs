namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>A worker that does all items itself, each with inputs that came as bytes, the last item first.</summary>
internal sealed class OwnWorker(IWork work) : IWorker
{
    public string Place => "nowhere";

    public string Name => "own";

    /// <summary>Gets how many items are done before the worker is stopped.</summary>
    public int MostItems { get; init; } = int.MaxValue;

    /// <summary>Gets the items that were distributed.</summary>
    public List<WorkItem> Items { get; } = [];

    public async Task DistributeAsync(
        string workName, IReadOnlyList<WorkItem> items, IWorkListener listener, CancellationToken cancellationToken = default)
    {
        Assert.AreEqual(work.Name, workName);
        Items.AddRange(items);
        var inputs = new Dictionary<string, WorkInput>();
        await Task.Yield();
        for (var i = items.Count - 1; i >= 0; i--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (items.Count - 1 - i == MostItems)
            {
                throw new OperationCanceledException("Stopped.");
            }

            foreach (var input in items[i].Inputs)
            {
                inputs.TryAdd(input.Hash, new WorkInput(input.Content.ToArray()));
            }

            listener.OnTaken(i, Name);
            var index = i;
            var result = work.Perform(
                new WorkItem(items[i].Content.ToArray(), [.. items[i].Inputs.Select(input => inputs[input.Hash])]),
                new Reports(report => listener.OnReport(index, report)),
                cancellationToken);
            listener.OnDone(i, result.ToArray());
        }
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Reports(Action<ReadOnlyMemory<byte>> listener) : IProgress<ReadOnlyMemory<byte>>
    {
        public void Report(ReadOnlyMemory<byte> value) => listener(value);
    }
}
