using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>SQLite's side of <see cref="SqlDialect"/>.</summary>
internal sealed class SqliteDialect(string path) : SqlDialect
{
    /// <summary>BEGIN IMMEDIATE: one writer at a time.</summary>
    public override DbTransaction BeginAlone(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    /// <inheritdoc/>
    public override bool HasVersionTable(DbConnection connection, DbTransaction? transaction)
    {
        var tables = new List<string>();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        if (tables.Contains(SessionStoreSchema.VersionTable))
        {
            return true;
        }

        return tables.Count == 0
            ? false
            : throw new SessionStoreException(
                $"'{path}' is a database of something else: it has the tables {string.Join(", ", tables.Take(5))} and no "
                + $"{SessionStoreSchema.VersionTable}. Give another file; this one was not changed.");
    }
}
