using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>A silo of <see cref="FakeCluster"/>: a work of its own, and inputs that it got as bytes.</summary>
internal sealed class FakeSilo(string name)
{
    private readonly BenchmarkWork _work = new();
    private readonly Dictionary<string, WorkInput> _inputs = [];

    /// <summary>Gets the name that listeners are told.</summary>
    public string Name => name;

    /// <summary>Gets the name of its work.</summary>
    public string WorkName => _work.Name;

    /// <summary>Does an item of which it has only the bytes.</summary>
    public ReadOnlyMemory<byte> Perform(WorkItem item, Action<ReadOnlyMemory<byte>> report, CancellationToken cancellationToken) =>
        _work.Perform(
            new WorkItem(item.Content.ToArray(), [.. item.Inputs.Select(Own)]), new Reports(report), cancellationToken);

    private WorkInput Own(WorkInput input)
    {
        lock (_inputs)
        {
            return _inputs.TryGetValue(input.Hash, out var own) ? own
                : _inputs[input.Hash] = new WorkInput(input.Content.ToArray());
        }
    }

    private sealed class Reports(Action<ReadOnlyMemory<byte>> report) : IProgress<ReadOnlyMemory<byte>>
    {
        public void Report(ReadOnlyMemory<byte> value) => report(value.ToArray());
    }
}
