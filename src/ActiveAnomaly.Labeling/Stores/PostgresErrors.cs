using System.Net.Sockets;
using Npgsql;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>Says what PostgreSQL refuses, and what to do about it.</summary>
internal static class PostgresErrors
{
    /// <summary>What the server calls the failure of a statement, after which it goes on; FATAL and PANIC end the connection.</summary>
    private const string StatementFailed = "ERROR";

    /// <summary>Gives the exception that users see.</summary>
    /// <param name="exception">What Npgsql or the server said.</param>
    /// <param name="what">What could not be done.</param>
    /// <param name="place">Server and database.</param>
    /// <param name="lockTimeout">How long a lock was waited for.</param>
    /// <param name="broke">Whether the connection broke while it was used.</param>
    public static SessionStoreException Explain(
        NpgsqlException exception, string what, string place, TimeSpan lockTimeout, bool broke)
    {
        // Of a server whose disk is full Npgsql gives the connection up, though the server stays and says that the statement is undone.
        broke &= exception is not PostgresException { InvariantSeverity: StatementFailed };
        var reason = broke && exception is PostgresException { SqlState: PostgresErrorCodes.DiskFull } full
            ? $"{Reason(full, place, lockTimeout)} The server stopped over it, and whether what was sent is done is not known."
            : broke
            ? $"the connection to {place} broke, and whether what was sent is done is not known. Read the session's log, and resume from "
                + "that."
            : exception is PostgresException server ? Reason(server, place, lockTimeout) : Reason(exception, place);
        return new SessionStoreException($"{what}: {reason} ({exception.Message})", exception) { ConnectionBroke = broke };
    }

    private static string Reason(PostgresException exception, string place, TimeSpan lockTimeout) => exception.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable =>
            $"somebody else locked the rows or the tables for {lockTimeout.Seconds()}. Find who holds them (pg_locks), or wait longer "
            + "(options.LockTimeout).",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"{place} does not let this user in. Check Username and Password of the connection string, and the server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"there is no such database at {place}. Make it (CREATE DATABASE), or name another one in the connection string.",
        PostgresErrorCodes.InvalidSchemaName =>
            $"{place} has no schema to make the tables in. Make the one that the connection string's Search Path names (CREATE SCHEMA).",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"the user lacks a right at {place}. It needs SELECT and INSERT on {SessionStoreSchema.EventTable} and SELECT on "
            + $"{SessionStoreSchema.VersionTable}; whoever opens the store first, or first with a newer version of the library, needs "
            + "CREATE on the schema and owns the tables.",
        PostgresErrorCodes.UndefinedTable =>
            $"{place} has the tables no more, or the Search Path names another schema. Open the store again, and restore a backup if they "
            + "are lost.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            $"{place} takes no writing: it is a standby, or default_transaction_read_only is on. Connect to the primary server.",
        PostgresErrorCodes.DiskFull => $"the disk of {place} is full. Free some room; what was kept before is safe.",
        PostgresErrorCodes.TooManyConnections =>
            $"{place} has no connection left. Lower Maximum Pool Size in the connection strings, or raise the server's max_connections.",
        PostgresErrorCodes.CannotConnectNow => $"{place} is starting or stopping. Try again.",
        PostgresErrorCodes.QueryCanceled => $"{place} broke off after its statement_timeout, or somebody cancelled it. Try again.",
        PostgresErrorCodes.UntranslatableCharacter =>
            $"the encoding of the database at {place} lacks a character of the session's id. Make the database with ENCODING 'UTF8'.",
        _ => $"{place} refused it, with the state {exception.SqlState}.",
    };

    private static string Reason(NpgsqlException exception, string place) => exception.InnerException switch
    {
        SocketException => $"there is no server at {place}. Start it, or check Host and Port of the connection string.",
        TimeoutException =>
            $"{place} did not answer in time. Check the server, or raise Timeout and Command Timeout of the connection string.",
        _ => $"{place} could not be used. Check the connection string and the server's log.",
    };
}
