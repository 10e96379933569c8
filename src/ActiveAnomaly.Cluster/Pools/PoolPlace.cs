namespace ActiveAnomaly.Cluster.Pools;

/// <summary>Where the files of sessions' rows are. Whatever is given, the session checks that it has its rows. Thread safe.</summary>
internal abstract class PoolPlace
{
    /// <summary>Gets the file of a session.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="properties">What the session keeps of its rows; null for nothing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="IOException">It is not there; the message says what to do.</exception>
    public abstract Task<PoolCopy> GetAsync(
        string sessionId, IReadOnlyDictionary<string, string>? properties, CancellationToken cancellationToken);
}
