using System.Globalization;
using System.Reflection;
using ActiveAnomaly.Labeling.Stores;
using Npgsql;

namespace ActiveAnomaly.Cluster.Membership;

/// <summary>The tables of a cluster beside those of its sessions.</summary>
internal static class ClusterSchema
{
    /// <summary>The version of the tables that this version of the library makes and reads.</summary>
    public const int Version = 1;

    private const string VersionTable = "active_anomaly_cluster_schema";

    /// <summary>Orleans reads its statements from it; unquoted, its name is one of small letters.</summary>
    private const string QueryTable = "orleansquery";

    private const int QueryCount = 9;

    private static readonly string[] Tables = ["active_anomaly_silo_list", "active_anomaly_silos", "active_anomaly_pools", QueryTable];

    /// <summary>The advisory lock of whoever makes the tables: "aacluste" in ASCII.</summary>
    private const long LockNumber = 0x6161636c75737465;

    /// <summary>
    /// Makes the tables, and those of them that are not there, such as after a backup of some was restored: all or none, whoever else
    /// begins at the same time.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SessionStoreException">The tables are of another version, or of another program.</exception>
    public static Task EnsureAsync(ClusterDatabase database, CancellationToken cancellationToken) => database.UseAsync(
        $"The tables of the cluster in {database.Place} could not be made",
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({LockNumber})", cancellationToken).ConfigureAwait(false);
            var isMade = await HasTableAsync(connection, VersionTable, cancellationToken).ConfigureAwait(false);
            if (isMade)
            {
                await RequireVersionAsync(connection, database.Place, cancellationToken).ConfigureAwait(false);
                if (await IsWholeAsync(connection, cancellationToken).ConfigureAwait(false))
                {
                    // Making what is there needs a right that silos need not have.
                    return true;
                }
            }
            else if (await HasTableAsync(connection, QueryTable, cancellationToken).ConfigureAwait(false))
            {
                throw new SessionStoreException(
                    $"{database.Place} has a table OrleansQuery that another program made. Give the cluster a schema of its own (Search "
                    + "Path of the connection string) or another database; nothing was changed.");
            }

            await ExecuteAsync(connection, Script(), cancellationToken).ConfigureAwait(false);
            if (!isMade)
            {
                await ExecuteAsync(connection, $"CREATE TABLE {VersionTable} (version integer NOT NULL)", cancellationToken)
                    .ConfigureAwait(false);
                await ExecuteAsync(
                    connection,
                    string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {VersionTable} (version) VALUES ({Version})"),
                    cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        });

    private static string Script()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Schema.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static async Task<bool> IsWholeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var table in Tables)
        {
            if (!await HasTableAsync(connection, table, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {QueryTable}", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))! >= QueryCount;
    }

    private static async Task RequireVersionAsync(NpgsqlConnection connection, string place, CancellationToken cancellationToken)
    {
        var versions = new List<int>();
        await using (var command = new NpgsqlCommand($"SELECT version FROM {VersionTable}", connection))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                versions.Add(reader.GetInt32(0));
            }
        }

        if (versions is not [Version])
        {
            var found = versions.Count == 0 ? "unknown" : string.Join(", ", versions);
            throw new SessionStoreException(
                $"{place} has tables of a cluster of version {found}; this version "
                + $"of the library reads {Version}. Run all silos with one version of it; nothing was changed.");
        }
    }

    private static async Task<bool> HasTableAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        // Not to_regclass: after waiting for whoever makes the table, it still answers from this session's cache.
        await using var command = new NpgsqlCommand(
            """
            SELECT EXISTS (
                SELECT 1 FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
                WHERE relname = $1 AND nspname = current_schema())
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // Nothing in the text is a parameter: what looks like one belongs to the statements that Orleans reads.
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Clear();
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
