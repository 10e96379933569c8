using System.Net;
using Orleans.Runtime;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>Silos that are asked without a network between.</summary>
internal sealed class GivenSilos(params IWorkerService[] services) : IWorkingSilos
{
    private readonly Dictionary<SiloAddress, IWorkerService> _services = services.Select((service, i) => (service, i)).ToDictionary(
        pair => SiloAddress.New(IPAddress.Loopback, 2000 + pair.i, 1), pair => pair.service);

    public SiloAddress Local => _services.Keys.First();

    public IReadOnlyList<SiloAddress> Active() => [.. _services.Keys];

    public bool IsActive(SiloAddress silo) => true;

    public Task<T> CallAsync<T>(SiloAddress silo, Func<IWorkerService, Task<T>> call) => call(_services[silo]);
}
