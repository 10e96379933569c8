using ActiveAnomaly.Labeling.Stores;
using Npgsql;

namespace ActiveAnomaly.Cluster.Membership;

/// <summary>Says why a silo could not join a cluster.</summary>
internal static class JoinFailure
{
    /// <summary>Gives the exception that users see; null where the database has nothing to do with it.</summary>
    /// <param name="exception">What starting threw.</param>
    /// <param name="place">The cluster's database.</param>
    public static SessionStoreException? Explain(Exception exception, string place)
    {
        var what = $"The cluster in {place} could not be joined";
        return Cause(exception) switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused => new SessionStoreException(
                $"{what}: the user lacks a right. A silo needs SELECT, INSERT, UPDATE and DELETE on active_anomaly_silo_list, "
                + "active_anomaly_silos and active_anomaly_pools, SELECT on orleansquery and active_anomaly_cluster_schema, and what a "
                + $"session store needs. ({refused.Message})",
                exception),
            NpgsqlException refused => PostgresErrors.Explain(refused, what, place, ClusterDatabase.LockTimeout, broke: false),
            _ => null,
        };
    }

    /// <summary>Finds what the database said: Orleans wraps it, and what follows on it may stand beside it.</summary>
    private static NpgsqlException? Cause(Exception? exception) => exception switch
    {
        null => null,
        NpgsqlException refused => refused,
        AggregateException several => several.InnerExceptions.Select(Cause).FirstOrDefault(cause => cause is not null),
        _ => Cause(exception.InnerException),
    };
}
