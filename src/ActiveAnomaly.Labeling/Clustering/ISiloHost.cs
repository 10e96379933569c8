namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>Starts silos: the servers of a cluster, each of which serves every session of one database.</summary>
public interface ISiloHost
{
    /// <summary>Starts a silo, and waits until it has joined the cluster and listens.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Cancels starting.</param>
    /// <returns>The silo.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="Stores.SessionStoreException">The database cannot be used, or has tables of another version.</exception>
    /// <exception cref="IOException">An address cannot be listened on; the message says which, and what to do.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<ISilo> StartAsync(SiloOptions options, CancellationToken cancellationToken = default);

    /// <summary>Starts a silo that works and serves no sessions, and waits until it has joined the cluster.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Cancels starting.</param>
    /// <returns>The silo.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="Stores.SessionStoreException">The database cannot be used, or has tables of another version.</exception>
    /// <exception cref="IOException">An address cannot be listened on; the message says which, and what to do.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<IWorker> JoinAsync(WorkerOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps the rows of a session in the database, for silos without a folder that they share; what was kept of the session is replaced.
    /// </summary>
    /// <param name="connectionString">The cluster's database.</param>
    /// <param name="sessionId">The session's id; the session may begin after that.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels; what was kept before stays.</param>
    /// <exception cref="ArgumentException">The connection string is none.</exception>
    /// <exception cref="Stores.SessionStoreException">The database cannot be used, or has tables of another version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task KeepPoolAsync(string connectionString, string sessionId, string path, CancellationToken cancellationToken = default);
}
