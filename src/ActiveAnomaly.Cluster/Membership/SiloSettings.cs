using System.Net;
using Orleans.Configuration;
using Orleans.Hosting;

namespace ActiveAnomaly.Cluster.Membership;

/// <summary>What Orleans is told: where silos find each other, and how soon one that is gone is known to be.</summary>
internal static class SiloSettings
{
    /// <summary>
    /// How long a grain's call may take. A request that takes longer comes in parts (<see cref="Messages.ReplyPart"/>), so that a call ends
    /// in time, or its silo is gone or stuck.
    /// </summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(20);

    private const string ClusterId = "active-anomaly";

    public static void Apply(ISiloBuilder silo, IPAddress advertise, int port, string connectionString)
    {
        // No gateway: nobody but silos talks to silos.
        silo.ConfigureEndpoints(advertise, port, gatewayPort: 0);
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (ClusterId, ClusterId));
        silo.UseAdoNetClustering(clustering =>
        {
            clustering.Invariant = "Npgsql";
            clustering.ConnectionString = connectionString;
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = CallTimeout);
        silo.Configure<ClusterMembershipOptions>(Tighten);
    }

    /// <summary>
    /// A silo that was killed misses three probes, of two seconds each, of every other; two say so, or the only one that is left, and it is
    /// out. Shorter ones take a silo whose processors are busy for dead. One whose connections stay open, but that does not answer, is out
    /// after three times the longest probe. One that was started anew does not wait for others whose last sign of life is fifteen seconds
    /// old.
    /// </summary>
    private static void Tighten(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(2);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(4);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;
        membership.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(30);
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.NumMissedTableIAmAliveLimit = 3;
        membership.MaxJoinAttemptTime = TimeSpan.FromMinutes(2);
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
    }
}
