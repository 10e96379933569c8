using ActiveAnomaly.Labeling.Clustering;
using Orleans.Runtime;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>
/// Has all silos do a list of items: each takes the next one whenever a slot of it is free, so that a fast silo does more; an item whose
/// silo is lost goes back to the others. Used once.
/// </summary>
internal sealed class WorkDistribution
{
    /// <summary>With how many silos an item is lost before it is taken for what loses them.</summary>
    private const int MostLosses = 3;

    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    /// <summary>How long is waited for items to stop everywhere when the work is cancelled.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly IWorkingSilos _silos;
    private readonly string _workName;
    private readonly IReadOnlyList<WorkItem> _items;
    private readonly IWorkListener _listener;
    private readonly List<string>[] _losses;
    private readonly OpenItems _open;
    private readonly int? _ownSlotCount;
    private int _left;

    /// <param name="silos">The silos.</param>
    /// <param name="workName">The work's name.</param>
    /// <param name="items">The items, whose inputs this silo offers.</param>
    /// <param name="listener">Is told how it goes.</param>
    /// <param name="ownSlotCount">
    /// How many items this silo does at a time, which are begun at once; no item waits for another silo then, but goes to one with a slot
    /// that is free. Null where its slots are for everybody, and items wait for slots everywhere.
    /// </param>
    public WorkDistribution(
        IWorkingSilos silos, string workName, IReadOnlyList<WorkItem> items, IWorkListener listener, int? ownSlotCount)
    {
        (_silos, _workName, _items, _listener, _ownSlotCount) = (silos, workName, items, listener, ownSlotCount);
        _losses = [.. items.Select(_ => new List<string>())];
        _open = new OpenItems(items.Count, i => items[i].PreferredSilo);
        _left = items.Count;
    }

    /// <summary>Does all items.</summary>
    /// <exception cref="WorkException">One cannot be done.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_left == 0)
        {
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var cancelling = cancellationToken.Register(() => End(() => _end.TrySetCanceled(cancellationToken)));
        var served = new Dictionary<SiloAddress, Task<bool>>();
        try
        {
            while (!_end.Task.IsCompleted)
            {
                foreach (var silo in _silos.Active())
                {
                    // One that cannot do it is asked once; one that was lost and is there all the same is asked again.
                    if (!served.TryGetValue(silo, out var serving) || (serving.IsCompleted && await serving.ConfigureAwait(false)))
                    {
                        served[silo] = ServeAsync(silo, stop.Token);
                    }
                }

                await Task.WhenAny(_end.Task, Task.Delay(LookPeriod, CancellationToken.None)).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(served.Values).ConfigureAwait(false);
        }

        await _end.Task.ConfigureAwait(false);
    }

    /// <summary>Has a silo do items as long as there are any.</summary>
    /// <returns>Whether the silo can do them.</returns>
    private async Task<bool> ServeAsync(SiloAddress silo, CancellationToken stop)
    {
        try
        {
            var worker = await DescribeAsync(silo, stop).ConfigureAwait(false);
            if (!worker.WorkNames.Contains(_workName, StringComparer.Ordinal))
            {
                return false;
            }

            var slotCount = IsOwn(silo) ? _ownSlotCount ?? worker.SlotCount : worker.SlotCount;
            await Task.WhenAll(Enumerable.Range(0, slotCount).Select(_ => FillAsync(silo, stop))).ConfigureAwait(false);
            return slotCount > 0;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (SiloLostException)
        {
            return true;
        }
        catch (Exception exception)
        {
            End(() => _end.TrySetException(exception));
            return true;
        }
    }

    /// <summary>Fills one slot of a silo, until the silo is lost or the work ends.</summary>
    private async Task FillAsync(SiloAddress silo, CancellationToken stop)
    {
        try
        {
            do
            {
                await DoNextAsync(silo, stop).ConfigureAwait(false);
            }
            while (_silos.IsActive(silo));
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            // The listener's errors end the work at once: the silo's other slots would wait for this one's item.
            End(() => _end.TrySetException(exception));
        }
    }

    /// <summary>Has a silo do the next item. Where a call to it fails a while passes, and the silo may be there again.</summary>
    private async Task DoNextAsync(SiloAddress silo, CancellationToken stop)
    {
        int? taken = null;
        try
        {
            await WaitForRoomAsync(silo, stop).ConfigureAwait(false);
            taken = await _open.TakeAsync(WorkingSilos.NameOf(silo), stop).ConfigureAwait(false);
            await DoAsync(silo, taken.Value, stop).ConfigureAwait(false);
            return;
        }
        catch (SiloLostException exception)
        {
            if (taken is { } index)
            {
                Lose(index, WorkingSilos.NameOf(silo), exception);
            }
        }

        await Task.Delay(LookPeriod, stop).ConfigureAwait(false);
    }

    /// <summary>Waits until a silo could begin an item, where items do not wait there.</summary>
    private async Task WaitForRoomAsync(SiloAddress silo, CancellationToken stop)
    {
        if (_ownSlotCount is null || IsOwn(silo))
        {
            return;
        }

        while ((await DescribeAsync(silo, stop).ConfigureAwait(false)).FreeCount == 0)
        {
            await Task.Delay(LookPeriod, stop).ConfigureAwait(false);
        }
    }

    private bool IsOwn(SiloAddress silo) => silo.Equals(_silos.Local);

    private Task<WorkerDescription> DescribeAsync(SiloAddress silo, CancellationToken stop) =>
        _silos.CallAsync(silo, service => service.DescribeAsync()).WaitAsync(stop);

    private async Task DoAsync(SiloAddress silo, int index, CancellationToken stop)
    {
        Tell(() => _listener.OnTaken(index, WorkingSilos.NameOf(silo)));
        var request = RequestOf(_items[index]);
        var isOver = false;
        try
        {
            using var result = new MemoryStream();
            for (var report = await CallAsync(service => service.BeginAsync(request)).ConfigureAwait(false);;
                report = await CallAsync(service => service.ContinueAsync(request.Ticket)).ConfigureAwait(false))
            {
                isOver = report.State is WorkState.Done or WorkState.Failed or WorkState.Gone;
                switch (report.State)
                {
                    case WorkState.Gone:
                        throw new SiloLostException(report.Reason!);
                    case WorkState.Failed:
                        Fail($"An item of '{_workName}' failed on the silo {WorkingSilos.NameOf(silo)}: {report.Reason}");
                        return;
                    case WorkState.Running when report.Content is { } content:
                        Tell(() => _listener.OnReport(index, content));
                        break;
                    case WorkState.Part or WorkState.Done:
                        result.Write(report.Content);
                        break;
                }

                if (isOver)
                {
                    Finish(index, result.ToArray());
                    return;
                }
            }
        }
        finally
        {
            if (!isOver)
            {
                await AbandonAsync(silo, request.Ticket).ConfigureAwait(false);
            }
        }

        Task<WorkReport> CallAsync(Func<IWorkerService, Task<WorkReport>> call) => _silos.CallAsync(silo, call).WaitAsync(stop);
    }

    private WorkRequest RequestOf(WorkItem item) => new()
    {
        Ticket = Guid.NewGuid(),
        WorkName = _workName,
        Content = item.Content.ToArray(),
        Inputs = [.. item.Inputs.Select(input => input.Hash)],
        InputLengths = [.. item.Inputs.Select(input => input.Content.Length)],
        Origin = _silos.Local.ToParsableString(),
    };

    /// <summary>Stops an item on a silo, as far as the silo can be reached.</summary>
    private async Task AbandonAsync(SiloAddress silo, Guid ticket)
    {
        try
        {
            await _silos.CallAsync(silo, async service =>
            {
                await service.AbandonAsync(ticket).ConfigureAwait(false);
                return true;
            }).WaitAsync(StopTimeout).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SiloLostException or TimeoutException)
        {
            // Lost with it; one that is there all the same stops what nobody asks for.
        }
    }

    private void Finish(int index, byte[] result)
    {
        Tell(() => _listener.OnDone(index, result));
        if (Interlocked.Decrement(ref _left) == 0)
        {
            End(() => _end.TrySetResult());
        }
    }

    private void Lose(int index, string silo, SiloLostException loss)
    {
        Tell(() =>
        {
            ClusterTelemetry.ItemLost();
            _listener.OnLost(index, silo, loss.Message);
        });
        if (loss.IsUnexpected)
        {
            _losses[index].Add(silo);
        }

        if (_losses[index].Count == MostLosses)
        {
            Fail(
                $"An item of '{_workName}' was lost with {MostLosses} silos ({string.Join(", ", _losses[index])}; the last: "
                + $"{loss.Message}) and is given up. Look whether the machines have memory enough for it, or let fewer items be done at a "
                + "time.");
            return;
        }

        _open.Return(index);
    }

    private void Fail(string message) => End(() => _end.TrySetException(new WorkException(message)));

    /// <summary>Ends the work; the listener is told nothing more.</summary>
    private void End(Action how)
    {
        lock (_gate)
        {
            how();
        }
    }

    private void Tell(Action what)
    {
        lock (_gate)
        {
            if (!_end.Task.IsCompleted)
            {
                what();
            }
        }
    }
}
