using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>Counts the items of a work. Thread safe.</summary>
internal sealed class CountedWork(IWork work) : IWork
{
    private int _count;

    public string Name => work.Name;

    public int Count => Volatile.Read(ref _count);

    public ReadOnlyMemory<byte> Perform(WorkItem item, IProgress<ReadOnlyMemory<byte>> progress, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        return work.Perform(item, progress, cancellationToken);
    }
}
