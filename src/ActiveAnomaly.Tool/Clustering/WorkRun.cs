using ActiveAnomaly.Labeling.Clustering;
using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Tool.Clustering;

/// <summary>Does others' work as one silo of a cluster, until it is stopped.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="slotCount">How many items are done at a time.</param>
/// <param name="logger">Who is told of warnings and errors; null for nobody.</param>
/// <param name="output">Where it says what it does.</param>
internal sealed class WorkRun(WorkerSettings cluster, int slotCount, ILogger? logger, CommandOutput output)
{
    /// <summary>Gets what joins a cluster.</summary>
    public Func<WorkerOptions, CancellationToken, Task<IWorker>> Join { get; init; } = ClusterJoin.JoinAsync;

    /// <summary>Works until it is cancelled, which is how it is meant to end.</summary>
    /// <returns>True.</returns>
    /// <exception cref="InputException">The silo was stopped by something else.</exception>
    public bool Run(CancellationToken cancellationToken) => RunAsync(cancellationToken).GetAwaiter().GetResult();

    private async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var works = WorkCatalog.Create();
        await using var worker = await Join(cluster.ToOptions(works, slotCount, logger), cancellationToken);
        string[] names = [.. works.Select(work => work.Name)];
        output.WriteLine($"Helps the silos of {worker.Place}, as {worker.Name}.");
        output.WriteLine(FormattableString.Invariant(
            $"Does {slotCount} at a time of what others of the same version have to do: {string.Join(", ", names)}."));
        output.WriteLine("Ctrl-C stops; what is under way here is then done by the others.");
        output.WriteDocument(new WorkDocument(worker.Place, worker.Name, slotCount, names));
        await worker.WaitForShutdownAsync(cancellationToken);
        if (!cancellationToken.IsCancellationRequested)
        {
            throw new InputException(
                $"{worker.Name} is no part of the cluster of {worker.Place} any more: the others took it for lost. Start it again.");
        }

        output.WriteLine("Stopped.");
        return true;
    }
}
