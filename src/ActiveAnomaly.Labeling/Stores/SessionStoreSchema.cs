using System.Data.Common;
using System.Globalization;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>
/// The tables of a store. A migration, once released, never changes: a later version is one more at the end. Both databases run the
/// same text.
/// </summary>
/// <param name="migrations">Migration i leads from version i to version i + 1; an empty database is of version 0.</param>
internal sealed class SessionStoreSchema(params IReadOnlyList<string> migrations)
{
    public const string VersionTable = "active_anomaly_schema";

    public const string EventTable = "active_anomaly_events";

    /// <summary>Version 1: an event is a line of JSON under its session and its sequence.</summary>
    public const string VersionOne = $"""
        CREATE TABLE {EventTable} (
            session_id TEXT NOT NULL,
            sequence BIGINT NOT NULL,
            event TEXT NOT NULL,
            PRIMARY KEY (session_id, sequence))
        """;

    /// <summary>What this version of the library writes.</summary>
    public static readonly SessionStoreSchema Current = new(VersionOne);

    /// <summary>Gets the version that the tables have when all is done.</summary>
    public int Version => migrations.Count;

    /// <summary>Brings the tables to <see cref="Version"/>, all at once or not at all.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="dialect">What the databases do not say alike.</param>
    /// <param name="place">The store's name in messages.</param>
    /// <exception cref="SessionStoreException">The tables are of a newer version, or not a store's.</exception>
    public void Ensure(DbConnection connection, SqlDialect dialect, string place)
    {
        if (Read(connection, transaction: null, dialect, place) == Version)
        {
            return;
        }

        using var transaction = dialect.BeginAlone(connection);

        // Somebody else may have done it meanwhile.
        var found = Read(connection, transaction, dialect, place);
        if (found == 0)
        {
            Execute(connection, transaction, $"CREATE TABLE {VersionTable} (version INTEGER NOT NULL)");
            Execute(connection, transaction, $"INSERT INTO {VersionTable} (version) VALUES (0)");
        }

        for (var version = found; version < Version; version++)
        {
            Execute(connection, transaction, migrations[version]);
        }

        Execute(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"UPDATE {VersionTable} SET version = {Version}"));
        transaction.Commit();
    }

    /// <summary>Gets the version of the tables that are there, 0 for none.</summary>
    private int Read(DbConnection connection, DbTransaction? transaction, SqlDialect dialect, string place)
    {
        if (!dialect.HasVersionTable(connection, transaction))
        {
            return 0;
        }

        var versions = new List<int>();
        using (var command = connection.CreateCommand())
        {
            command.Transaction = transaction;
            command.CommandText = $"SELECT version FROM {VersionTable}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                versions.Add(reader.GetInt32(0));
            }
        }

        if (versions is not [> 0])
        {
            throw new SessionStoreException(
                $"The table {VersionTable} of {place} holds {versions.Count} versions ({string.Join(", ", versions)}); it must hold one, "
                + "from 1 on. The store is damaged: take a backup of it.");
        }

        return versions[0] <= Version
            ? versions[0]
            : throw new SessionStoreException(
                $"{place} has tables of version {versions[0]}; this version of the library reads 1 to {Version}. "
                + "Update the library; the store was not changed.");
    }

    private static void Execute(DbConnection connection, DbTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
