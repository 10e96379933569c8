namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>
/// A server of a cluster. Items of its own, such as the members of a session's ensemble, it does at once, one a processor at a time,
/// whatever it does for the others; other silos do them where they have nothing else to do. Thread safe.
/// </summary>
public interface ISilo : IWorkDistributor, IAsyncDisposable
{
    /// <summary>Gets the address of the list of sessions on this machine, without the token.</summary>
    Uri Address { get; }

    /// <summary>Gets the address that opens the list of sessions: with the token.</summary>
    Uri OpenAddress { get; }

    /// <summary>Waits until the silo has stopped: its sessions are closed, and go on on other silos when they are asked for.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task WaitForShutdownAsync(CancellationToken cancellationToken = default);
}
