using System.Runtime.ExceptionServices;
using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>A worker whose cluster are threads of this process: each a silo, which gets and gives bytes only.</summary>
internal sealed class FakeCluster(params string[] silos) : IWorker
{
    private readonly FakeSilo[] _silos = [.. silos.Select(name => new FakeSilo(name))];
    private readonly Dictionary<int, int> _reportCounts = [];
    private readonly Lock _telling = new();

    /// <summary>Gets the place among the items of those that are lost with their silo, once.</summary>
    public IReadOnlyList<int> LostOnce { get; init; } = [];

    /// <summary>Gets with which report of an item it is lost.</summary>
    public int LostAfter { get; init; } = 1;

    /// <summary>Gets what is told of each item that a silo takes.</summary>
    public Action<int> Taken { get; init; } = _ => { };

    /// <summary>Gets what an item is done with, in place of a silo's work; null for that.</summary>
    public Func<WorkItem, ReadOnlyMemory<byte>>? Instead { get; init; }

    /// <summary>Gets what stops this silo: it stands for the database, or the other silos, which do so.</summary>
    public CancellationToken Stopped { get; init; }

    /// <summary>Gets what it was joined with.</summary>
    public WorkerOptions? Options { get; private set; }

    /// <summary>Gets the number of items that were handed out.</summary>
    public int ItemCount { get; private set; }

    /// <summary>Gets whether it has left the cluster.</summary>
    public bool IsDisposed { get; private set; }

    public string Place => "a database";

    public string Name => _silos[0].Name;

    /// <summary>Stands for joining.</summary>
    public Task<IWorker> JoinAsync(WorkerOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Options = options;
        return Task.FromResult<IWorker>(this);
    }

    public async Task DistributeAsync(
        string workName, IReadOnlyList<WorkItem> items, IWorkListener listener, CancellationToken cancellationToken = default)
    {
        ItemCount += items.Count;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stopped);
        var open = new Queue<int>(Enumerable.Range(0, items.Count));
        await Task.WhenAll(_silos.Where(silo => silo.WorkName == workName).Select(silo => Task.Run(() =>
        {
            while (Next(open) is { } index)
            {
                stop.Token.ThrowIfCancellationRequested();
                Do(silo, index, items[index], open, listener, stop);
            }
        })));
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private int? Next(Queue<int> open)
    {
        lock (_telling)
        {
            return open.TryDequeue(out var index) ? index : null;
        }
    }

    private void Do(
        FakeSilo silo, int index, WorkItem item, Queue<int> open, IWorkListener listener, CancellationTokenSource stop)
    {
        Taken(index);
        Tell(() => listener.OnTaken(index, silo.Name));
        try
        {
            var result = Instead is null ? silo.Perform(item, report => Report(index, report, listener), stop.Token) : Instead(item);
            Tell(() => listener.OnDone(index, result));
        }
        catch (SiloLostException exception)
        {
            Tell(() =>
            {
                listener.OnLost(index, silo.Name, exception.Message);
                open.Enqueue(index);
            });
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            stop.Cancel();
            ExceptionDispatchInfo.Throw(exception);
        }
    }

    private void Report(int index, ReadOnlyMemory<byte> report, IWorkListener listener) => Tell(() =>
    {
        listener.OnReport(index, report);
        _reportCounts[index] = _reportCounts.GetValueOrDefault(index) + 1;
        if (LostOnce.Contains(index) && _reportCounts[index] == LostAfter)
        {
            throw new SiloLostException("it answers no more");
        }
    });

    private void Tell(Action tell)
    {
        lock (_telling)
        {
            tell();
        }
    }
}
