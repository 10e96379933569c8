using Orleans.Runtime;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>The silos, each as one that works. Thread safe.</summary>
internal interface IWorkingSilos
{
    /// <summary>Gets this silo.</summary>
    SiloAddress Local { get; }

    /// <summary>Gets the silos that take part in the cluster now.</summary>
    IReadOnlyList<SiloAddress> Active();

    /// <summary>Tells whether a silo takes part in the cluster now.</summary>
    bool IsActive(SiloAddress silo);

    /// <summary>Calls a silo.</summary>
    /// <typeparam name="T">What it tells.</typeparam>
    /// <param name="silo">The silo.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="SiloLostException">The silo does not answer.</exception>
    Task<T> CallAsync<T>(SiloAddress silo, Func<IWorkerService, Task<T>> call);
}
