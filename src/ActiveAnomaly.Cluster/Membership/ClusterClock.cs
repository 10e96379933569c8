using ActiveAnomaly.Labeling.Stores;
using Npgsql;

namespace ActiveAnomaly.Cluster.Membership;

/// <summary>
/// Compares a machine's clock with the database's, which all silos share. Orleans compares what one silo wrote of its time with another
/// one's clock: a silo that is minutes behind is thrown out while it joins, and one that is minutes ahead throws out all who join.
/// </summary>
internal static class ClusterClock
{
    /// <summary>
    /// The most that a clock may differ. Two silos then differ by a minute at most, half of what joining may take
    /// (<see cref="SiloSettings"/>).
    /// </summary>
    public static readonly TimeSpan LargestDifference = TimeSpan.FromSeconds(30);

    /// <summary>Refuses a clock that differs from the database's by more.</summary>
    /// <param name="database">The cluster's database.</param>
    /// <param name="clock">The machine's clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SessionStoreException">It differs by more; the message says by how much, and what to do.</exception>
    public static async Task RequireAsync(ClusterDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        var behind = await database.UseAsync(
            $"The time of {database.Place} could not be asked",
            connection => BehindAsync(connection, clock, cancellationToken)).ConfigureAwait(false);
        if (behind.Duration() > LargestDifference)
        {
            throw new SessionStoreException(
                $"The clock of this machine is {TimeSpan.FromSeconds(Math.Round(behind.Duration().TotalSeconds)).Seconds()} "
                + $"{(behind > TimeSpan.Zero ? "behind" : "ahead of")} that of {database.Place}; at most {LargestDifference.Seconds()} "
                + "are allowed: silos tell by their clocks who of them is gone. Set the one that is wrong, and keep both right (NTP); then "
                + "start this silo again.");
        }
    }

    /// <summary>Gets by how much the clock is behind, or less: not more than asking took.</summary>
    private static async Task<TimeSpan> BehindAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var before = clock.GetUtcNow();
        var there = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
        var after = clock.GetUtcNow();
        return there < before ? there - before : there > after ? there - after : TimeSpan.Zero;
    }
}
