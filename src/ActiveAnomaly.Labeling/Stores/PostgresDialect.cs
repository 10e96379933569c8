using System.Data;
using System.Data.Common;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>PostgreSQL's side of <see cref="SqlDialect"/>.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    /// <summary>The advisory lock of whoever changes the tables: "aanomaly" in ASCII.</summary>
    private const long LockNumber = 0x61616e6f6d616c79;

    /// <inheritdoc/>
    public override DbTransaction BeginAlone(DbConnection connection)
    {
        var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        try
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"SELECT pg_advisory_xact_lock({LockNumber})";
            command.ExecuteNonQuery();
            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override bool HasVersionTable(DbConnection connection, DbTransaction? transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;

        // Not to_regclass: after waiting for whoever makes the table, it still answers from this session's cache.
        command.CommandText = $"""
            SELECT EXISTS (
                SELECT 1 FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
                WHERE relname = '{SessionStoreSchema.VersionTable}' AND nspname = ANY (current_schemas(false)))
            """;
        return (bool)command.ExecuteScalar()!;
    }
}
