using System.Collections.Concurrent;
using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Tool.Clustering;

/// <summary>A cluster whose silos are threads of this process: the one that has work done, and others.</summary>
internal sealed class ThreadCluster : IWorker
{
    public const string OwnName = "own:1";

    private readonly ThreadSilo[] _others;
    private readonly Lock _listening = new();
    private readonly TaskCompletionSource _loss = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ThreadSilo[] _silos = [];

    public ThreadCluster(params ThreadSilo[] others) => _others = others;

    public string Place => "PostgreSQL 'nowhere'";

    public string Name => OwnName;

    /// <summary>Gets the options that the silo joined with.</summary>
    public WorkerOptions? Options { get; private set; }

    /// <summary>Gets what is thrown in place of doing any work; null for nothing.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Gets how many items the own silo does at a time; null as it joined.</summary>
    public int? OwnSlotCount { get; init; }

    /// <summary>Gets what is told of each item that is done.</summary>
    public Action<int> Done { get; init; } = _ => { };

    /// <summary>Gets what is told of each silo that reports, after the listener.</summary>
    public Action<string> Reported { get; init; } = _ => { };

    /// <summary>Gets what is told when the own silo has joined.</summary>
    public Action Joined { get; init; } = () => { };

    /// <summary>Joins the cluster.</summary>
    public Task<IWorker> JoinAsync(WorkerOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        Options = options;
        _silos = [new ThreadSilo(OwnName) { Works = options.Works, SlotCount = OwnSlotCount ?? options.SlotCount }, .. _others];
        Joined();
        return Task.FromResult<IWorker>(this);
    }

    public async Task DistributeAsync(
        string workName, IReadOnlyList<WorkItem> items, IWorkListener listener, CancellationToken cancellationToken = default)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        using var open = new BlockingCollection<int>();
        for (var i = 0; i < items.Count; i++)
        {
            open.Add(i, CancellationToken.None);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = items.Count;
        await Task.WhenAll(_silos.SelectMany(silo => Enumerable.Repeat(silo, silo.SlotCount)).Select(silo => Task.Factory.StartNew(
            () => Serve(silo), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        cancellationToken.ThrowIfCancellationRequested();

        void Serve(ThreadSilo silo)
        {
            try
            {
                if (silo.ComesAfterALoss)
                {
                    _loss.Task.Wait(stop.Token);
                }

                foreach (var index in open.GetConsumingEnumerable(stop.Token))
                {
                    if (!TryDo(silo, index))
                    {
                        open.Add(index, CancellationToken.None);
                        return;
                    }

                    if (Interlocked.Decrement(ref left) == 0)
                    {
                        open.CompleteAdding();
                    }
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Said at the end, for all.
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        }

        bool TryDo(ThreadSilo silo, int index)
        {
            using var losing = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            Tell(() => listener.OnTaken(index, silo.Name));
            var reports = new Reports(report =>
            {
                Tell(() => listener.OnReport(index, report));
                Reported(silo.Name);
            });
            if (silo.LostAfterReports is { } most)
            {
                reports.Seen = count =>
                {
                    if (count == most)
                    {
                        losing.Cancel();
                    }
                };
            }

            try
            {
                var result = silo.Works.Single(work => work.Name == workName).Perform(silo.Sees(items[index]), reports, losing.Token);
                if (!silo.IsLostWithItsResult)
                {
                    Tell(() => listener.OnDone(index, result));
                    Done(index);
                    return true;
                }
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // Lost in the middle.
            }

            Tell(() => listener.OnLost(index, silo.Name, "it does not answer"));
            _loss.TrySetResult();
            return false;
        }
    }

    public async Task WaitForShutdownAsync(CancellationToken cancellationToken = default)
    {
        if (Failure is null)
        {
            await Task.WhenAny(Task.Delay(Timeout.Infinite, cancellationToken));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Tell(Action call)
    {
        lock (_listening)
        {
            call();
        }
    }

    private sealed class Reports(Action<ReadOnlyMemory<byte>> report) : IProgress<ReadOnlyMemory<byte>>
    {
        private int _count;

        public Action<int> Seen { get; set; } = _ => { };

        public void Report(ReadOnlyMemory<byte> value)
        {
            report(value);
            Seen(++_count);
        }
    }
}
