using ActiveAnomaly.Cluster.Membership;
using Orleans.Runtime;
using Orleans.Runtime.Services;

namespace ActiveAnomaly.Cluster.Work;

/// <summary>Finds the silos in Orleans' list of them, and calls each. Thread safe.</summary>
internal sealed class WorkingSilos(IServiceProvider services, IClusterMembershipService membership, ILocalSiloDetails local)
    : GrainServiceClient<IWorkerService>(services), IWorkingSilos
{
    public SiloAddress Local => local.SiloAddress;

    /// <summary>Gets the name of a silo in messages.</summary>
    public static string NameOf(SiloAddress silo) => silo.Endpoint.ToString();

    public IReadOnlyList<SiloAddress> Active() =>
        [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)];

    public bool IsActive(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Active;

    public async Task<T> CallAsync<T>(SiloAddress silo, Func<IWorkerService, Task<T>> call)
    {
        try
        {
            return await call(GetGrainService(silo)).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new SiloLostException(
                FormattableString.Invariant($"it does not answer within {SiloSettings.CallTimeout.TotalSeconds} seconds"), exception);
        }
        catch (OrleansException exception)
        {
            throw new SiloLostException("it is gone, or cannot be reached", exception);
        }
    }
}
