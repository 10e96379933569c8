namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>A silo as one that has the others do items of its own. Thread safe.</summary>
public interface IWorkDistributor
{
    /// <summary>Gets the name of the cluster's database in messages; it holds no password.</summary>
    string Place { get; }

    /// <summary>Gets the name that the other silos know this one by: its address and port.</summary>
    string Name { get; }

    /// <summary>
    /// Has all silos that have this work do the items, this one among them, each as many at a time as it has room for. A silo that comes
    /// takes part, and what a silo had that is lost is done again.
    /// </summary>
    /// <param name="workName">The work's name (<see cref="IWork.Name"/>); this silo has it.</param>
    /// <param name="items">The items.</param>
    /// <param name="listener">Is told how it goes, and gets the results in the order in which they come.</param>
    /// <param name="cancellationToken">Cancels: what is under way is stopped everywhere, what was done has been told.</param>
    /// <exception cref="ArgumentException">This silo has no such work.</exception>
    /// <exception cref="WorkException">An item failed, or was lost with three silos; the others are stopped.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or this silo was stopped.</exception>
    Task DistributeAsync(
        string workName, IReadOnlyList<WorkItem> items, IWorkListener listener, CancellationToken cancellationToken = default);
}
