namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>
/// A silo that works and serves no sessions: it does items for the others, and has the others do items of its own, which wait where a silo
/// is busy. Thread safe.
/// </summary>
public interface IWorker : IWorkDistributor, IAsyncDisposable
{
    /// <summary>Waits until the silo has stopped; what it had under way is done by others.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task WaitForShutdownAsync(CancellationToken cancellationToken = default);
}
