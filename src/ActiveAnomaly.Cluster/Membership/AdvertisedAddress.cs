using System.Net;
using ActiveAnomaly.Labeling.Stores;
using Npgsql;
using Orleans.Runtime;

namespace ActiveAnomaly.Cluster.Membership;

/// <summary>
/// Finds out a loopback address that silos of several machines are given, as one that is started without an address is: no other machine
/// reaches it, and where two machines have the same one, each silo takes the other for one of its own before, and has it thrown out.
/// </summary>
internal static class AdvertisedAddress
{
    private const string Sql = """
        SELECT host_name, address, port FROM active_anomaly_silos
        WHERE status = $1 AND host_name <> $2 AND last_alive > clock_timestamp() - interval '1 minute'
        ORDER BY host_name, port
        """;

    /// <summary>Refuses to join silos of other machines that do not reach this one, or that this one does not reach.</summary>
    /// <param name="database">The cluster's database, with its tables.</param>
    /// <param name="address">The address that the others are told.</param>
    /// <param name="machine">This machine's name.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SessionStoreException">There is such a silo; the message names it, and says what to do.</exception>
    public static async Task RequireAsync(
        ClusterDatabase database, IPAddress address, string machine, CancellationToken cancellationToken)
    {
        var others = await database.UseAsync(
            $"The silos of {database.Place} could not be listed",
            connection => OthersAsync(connection, machine, cancellationToken)).ConfigureAwait(false);
        foreach (var (name, place) in others)
        {
            if (IPAddress.IsLoopback(address) || IPAddress.IsLoopback(place.Address))
            {
                throw new SessionStoreException(
                    $"A silo of another machine, '{name}', is in the cluster of {database.Place} with the address {place}, and this one "
                    + $"would join with {address}. A loopback address is each machine's own: they would not reach each other, and throw "
                    + "each other out. Give the silo of each machine the address that the others reach it at (options.Advertise). A silo "
                    + "that was killed counts for a minute.");
            }
        }
    }

    private static async Task<List<(string Machine, IPEndPoint Place)>> OthersAsync(
        NpgsqlConnection connection, string machine, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)SiloStatus.Active });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = machine });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var others = new List<(string, IPEndPoint)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            others.Add((reader.GetString(0), new IPEndPoint(IPAddress.Parse(reader.GetString(1)), reader.GetInt32(2))));
        }

        return others;
    }
}
