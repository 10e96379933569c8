using System.Collections.Concurrent;
using System.Diagnostics;
using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>
/// What this silo can do, and what it does: as many items at a time as it has slots; the others wait, the first to come first. Thread safe.
/// </summary>
internal sealed class WorkRoom : IAsyncDisposable
{
    /// <summary>How long a call waits for something to tell; well below what a call may take.</summary>
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(5);

    /// <summary>Who wants an item asks again at once; one that has not for so long is gone.</summary>
    private static readonly TimeSpan UsualLongestSilence = TimeSpan.FromSeconds(45);

    private readonly ConcurrentDictionary<Guid, RunningWork> _items = new();
    private readonly Dictionary<string, IWork> _works;
    private readonly WorkInputs _inputs;
    private readonly int _slotCount;
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _ownSlots;
    private readonly TimeSpan _longestSilence;
    private readonly TimeSpan _patience;
    private readonly Timer _sweep;
    private volatile bool _isClosed;

    /// <param name="works">What the silo can do.</param>
    /// <param name="slotCount">How many items at a time.</param>
    /// <param name="ownSlotCount">How many items of this silo's own at a time, beside the others'; null where they share the slots.</param>
    /// <param name="inputs">The inputs that the silo knows.</param>
    /// <param name="longestSilence">How long nobody may ask for an item before it is stopped; null for the usual.</param>
    /// <param name="patience">How long a call waits for something to tell; null for the usual.</param>
    public WorkRoom(
        IReadOnlyList<IWork> works,
        int slotCount,
        int? ownSlotCount,
        WorkInputs inputs,
        TimeSpan? longestSilence = null,
        TimeSpan? patience = null)
    {
        _longestSilence = longestSilence ?? UsualLongestSilence;
        _patience = patience ?? UsualPatience;
        _works = works.ToDictionary(work => work.Name, StringComparer.Ordinal);
        _inputs = inputs;
        _slotCount = slotCount;
        _slots = new SemaphoreSlim(slotCount);
        OwnSlotCount = ownSlotCount;
        _ownSlots = ownSlotCount is { } count ? new SemaphoreSlim(count) : _slots;
        _sweep = new Timer(_ => Sweep(), null, _longestSilence / 8, _longestSilence / 8);
    }

    /// <summary>Gets how many items of this silo's own it does at a time, beside the others'; null where they share the slots.</summary>
    public int? OwnSlotCount { get; }

    /// <summary>Tells what the silo can do for the others.</summary>
    public WorkerDescription Describe() => new(_slotCount, _slots.CurrentCount, [.. _works.Keys]);

    /// <summary>Begins an item.</summary>
    /// <param name="request">The item.</param>
    /// <param name="isOwn">Whether it is this silo's own.</param>
    public Task<WorkReport> BeginAsync(WorkRequest request, bool isOwn)
    {
        var canDo = _works.TryGetValue(request.WorkName, out var work) && (_slotCount > 0 || (isOwn && OwnSlotCount > 0));
        if (_isClosed || !canDo)
        {
            return Task.FromResult(WorkReport.Gone(_isClosed ? "it is being stopped" : "it does no such work"));
        }

        // A call that comes twice begins one item.
        var item = _items.GetOrAdd(
            request.Ticket, _ => new RunningWork((progress, stop) => PerformAsync(work!, request, isOwn, progress, stop)));
        return NextAsync(request.Ticket, item);
    }

    /// <summary>Gets what there is to tell of an item.</summary>
    public Task<WorkReport> ContinueAsync(Guid ticket) =>
        _items.TryGetValue(ticket, out var item) ? NextAsync(ticket, item) : Task.FromResult(WorkReport.Gone("it does not know the item"));

    /// <summary>Stops an item, and waits until it has stopped.</summary>
    public async Task AbandonAsync(Guid ticket)
    {
        if (_items.TryRemove(ticket, out var item))
        {
            await item.StopAsync().ConfigureAwait(false);
            item.Dispose();
        }
    }

    /// <summary>Stops all items, and takes no others.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        await _sweep.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_items.Keys.Select(AbandonAsync)).ConfigureAwait(false);
    }

    private async Task<WorkReport> NextAsync(Guid ticket, RunningWork item)
    {
        var report = await item.NextAsync(_patience).ConfigureAwait(false);
        if (report.State is not (WorkState.Running or WorkState.Part) && _items.TryRemove(ticket, out _))
        {
            item.Dispose();
        }

        return report;
    }

    private async Task<ReadOnlyMemory<byte>> PerformAsync(
        IWork work, WorkRequest request, bool isOwn, IProgress<ReadOnlyMemory<byte>> progress, CancellationToken stop)
    {
        var slots = isOwn ? _ownSlots : _slots;
        await slots.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            var begin = Stopwatch.GetTimestamp();
            var inputs = new WorkInput[request.Inputs.Length];
            for (var i = 0; i < inputs.Length; i++)
            {
                inputs[i] = await _inputs.GetAsync(request.Inputs[i], request.InputLengths[i], request.Origin)
                    .WaitAsync(stop).ConfigureAwait(false);
            }

            // A thread of its own: those that answer calls stay free.
            var result = await Task.Factory.StartNew(
                () => work.Perform(new WorkItem(request.Content, inputs), progress, stop),
                stop,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).ConfigureAwait(false);
            if (!isOwn)
            {
                ClusterTelemetry.ItemDone(begin);
            }

            return result;
        }
        finally
        {
            slots.Release();
        }
    }

    private void Sweep()
    {
        foreach (var (ticket, item) in _items)
        {
            if (item.Silence > _longestSilence)
            {
                _ = AbandonAsync(ticket);
            }
        }

        _inputs.Sweep();
    }
}
