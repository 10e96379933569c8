namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>
/// A kind of work that the silos of a cluster do for each other, in items that depend on no other. An item may be done more than once, and
/// on two silos at the same time, for a silo that is taken for lost may not be: doing it again gives the same and leaves the same behind.
/// Thread safe.
/// </summary>
public interface IWork
{
    /// <summary>
    /// Gets the name. A silo does an item only where it has work of this name, so that a name stands for one way of doing it: it holds the
    /// program's version where another version may do it otherwise.
    /// </summary>
    string Name { get; }

    /// <summary>Does an item, on the thread that calls.</summary>
    /// <param name="item">
    /// What is to be done. Inputs of equal bytes are the same <see cref="WorkInput"/> for all items that a silo has at a time, which may
    /// keep what it makes of one under it.
    /// </param>
    /// <param name="progress">
    /// Takes how far the item is, in bytes of the work's own; each report says all, for only the latest need arrive.
    /// </param>
    /// <param name="cancellationToken">Cancels: nobody waits for the result any more.</param>
    /// <returns>The result.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>
    /// Any other exception is a failure of the item, wherever it is done: it ends the whole work with its message. What an item may find
    /// and others need not care about, such as a file that cannot be read, is a result.
    /// </remarks>
    ReadOnlyMemory<byte> Perform(WorkItem item, IProgress<ReadOnlyMemory<byte>> progress, CancellationToken cancellationToken);
}
