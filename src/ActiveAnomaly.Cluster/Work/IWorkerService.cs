using Orleans;
using Orleans.Services;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>A silo as one that works: each silo has one of these, and calls name the silo that they are for.</summary>
/// <remarks>
/// No grain: where a stateless worker of Orleans' is called, there it runs, and work would never leave the silo that has it; and an
/// ordinary grain is placed on silos whose grains are known where it is called from, which takes a while to hold of one that was just
/// started.
/// </remarks>
[Alias("active-anomaly.worker")]
internal interface IWorkerService : IGrainService
{
    /// <summary>Tells what the silo can do.</summary>
    [Alias("describe")]
    Task<WorkerDescription> DescribeAsync();

    /// <summary>Begins an item.</summary>
    /// <param name="request">The item.</param>
    /// <returns>What there is to tell; <see cref="WorkState.Running"/> where that takes long.</returns>
    [Alias("begin")]
    Task<WorkReport> BeginAsync(WorkRequest request);

    /// <summary>Asks what there is to tell of an item. Whoever asks no more gets nothing more: the item is stopped.</summary>
    /// <param name="ticket">The item's.</param>
    [Alias("continue")]
    Task<WorkReport> ContinueAsync(Guid ticket);

    /// <summary>Stops an item, and waits until it has stopped.</summary>
    /// <param name="ticket">The item's.</param>
    [Alias("abandon")]
    Task AbandonAsync(Guid ticket);

    /// <summary>Reads of an input that this silo has others work with.</summary>
    /// <param name="hash">The input's.</param>
    /// <param name="offset">Where to begin.</param>
    /// <returns>The bytes from there on, as many as go into a message; null where this silo offers no such input.</returns>
    [Alias("input")]
    Task<byte[]?> ReadInputAsync(string hash, int offset);
}
