namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>A server of a cluster. Thread safe.</summary>
public interface ISilo : IAsyncDisposable
{
    /// <summary>Gets the address of the list of sessions on this machine, without the token.</summary>
    Uri Address { get; }

    /// <summary>Gets the address that opens the list of sessions: with the token.</summary>
    Uri OpenAddress { get; }

    /// <summary>Gets the name of the database in messages; it holds no password.</summary>
    string Place { get; }

    /// <summary>Waits until the silo has stopped: its sessions are closed, and go on on other silos when they are asked for.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task WaitForShutdownAsync(CancellationToken cancellationToken = default);
}
