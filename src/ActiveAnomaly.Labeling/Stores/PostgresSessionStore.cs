using System.Data;
using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>
/// Keeps logs in two tables of a PostgreSQL database, in the first schema of the connection's Search Path. An event is on the server's
/// disk when Append returns: <c>synchronous_commit</c> is on whatever the server's default is, and a server without <c>fsync</c> is
/// refused. A connection that broke, as when the server is started anew, is replaced once before the caller hears of it. Thread safe.
/// </summary>
public sealed class PostgresSessionStore : DatabaseSessionStore
{
    /// <summary>How much longer than the connection string allows is waited for a connection.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresSessionStoreOptions _options;
    private readonly TimeSpan _longestOpening;
    private volatile bool _isDisposed;

    /// <summary>Opens a store, and makes its tables where they are not there yet.</summary>
    /// <param name="connectionString">
    /// Npgsql's: <c>Host=...;Database=...;Username=...;Password=...</c>. Appends take part in no ambient transaction, whatever it says:
    /// they are kept when they return.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The connection string is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="SessionStoreException">
    /// The server cannot be reached or lets nobody in, or the tables are none that this version reads and writes.
    /// </exception>
    public PostgresSessionStore(string connectionString, PostgresSessionStoreOptions? options = null)
        : this(Parse(connectionString), options ?? new PostgresSessionStoreOptions())
    {
    }

    private PostgresSessionStore(NpgsqlConnectionStringBuilder connection, PostgresSessionStoreOptions options)
        : base(NameOf(connection))
    {
        options.Validate();
        _options = options;

        // Each of several hosts has the time, one after the other.
        _longestOpening = connection.Timeout == 0
            ? Timeout.InfiniteTimeSpan
            : (TimeSpan.FromSeconds(connection.Timeout) * connection.Host!.Split(',').Length) + Grace;
        connection.Enlist = false;
        connection.Options = string.Create(
            CultureInfo.InvariantCulture,
            $@"{connection.Options} -c synchronous_commit=on -c default_transaction_isolation=read\ committed "
            + $"-c lock_timeout={(long)options.LockTimeout.TotalMilliseconds}").TrimStart();
        _source = Valid(() => NpgsqlDataSource.Create(connection));
        try
        {
            Use($"The session store at {Place} could not be opened", Prepare);
        }
        catch
        {
            _source.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _isDisposed = true;
            _source.Dispose();
        }
    }

    private protected override T UseToWrite<T>(string what, Func<DbConnection, T> use) => Use(what, use);

    private protected override T UseToRead<T>(string what, Func<DbConnection, T> use) => Use(what, use);

    private protected override bool IsKeyTaken(DbException exception) => exception.SqlState == PostgresErrorCodes.UniqueViolation;

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ConnectionForm.Require(connectionString);
        var connection = Valid(() => new NpgsqlConnectionStringBuilder(connectionString));
        return string.IsNullOrWhiteSpace(connection.Host)
            ? throw new ArgumentException(
                "The connection string names no Host. Write Host=...;Database=...;Username=...;Password=...", nameof(connectionString))
            : connection;
    }

    private static T Valid<T>(Func<T> parse, string parameter = "connectionString")
    {
        try
        {
            return parse();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // Not the text itself: there may be a password in it.
            throw new ArgumentException(
                $"The connection string cannot be used: {exception.Message} Write Host=...;Database=...;Username=...;Password=...",
                parameter,
                exception);
        }
    }

    private static string NameOf(NpgsqlConnectionStringBuilder connection) => string.Create(
        CultureInfo.InvariantCulture,
        $"PostgreSQL {connection.Host}:{connection.Port}, database '{connection.Database ?? connection.Username}', "
        + $"user '{connection.Username}'");

    /// <summary>Sees to it that what is written is on disk, and that the tables are there.</summary>
    private bool Prepare(DbConnection connection)
    {
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT current_setting('fsync'), current_setting('synchronous_commit')";
            using var reader = command.ExecuteReader();
            reader.Read();
            Require("fsync", reader.GetString(0), "Set it in postgresql.conf: without it a power failure loses answers.");
            Require(
                "synchronous_commit",
                reader.GetString(1),
                "The store asks for it when it connects, and something between here and the server drops that (PgBouncer's "
                + "ignore_startup_parameters): connect to the server itself.");
        }

        _options.Schema.Ensure(connection, new PostgresDialect(), Place);
        return true;
    }

    private void Require(string setting, string found, string advice)
    {
        if (found != "on")
        {
            throw new SessionStoreException($"{Place} has {setting} = {found}; a store needs {setting} = on. {advice}");
        }
    }

    private T Use<T>(string what, Func<DbConnection, T> use)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        NpgsqlConnection? connection = null;
        try
        {
            connection = Opened();
            return use(connection);
        }
        catch (NpgsqlException exception)
        {
            var broke = connection is not null && connection.FullState != ConnectionState.Open;
            if (broke)
            {
                // The others of the pool were open as long, and are likely gone with it.
                _source.Clear();
            }

            throw PostgresErrors.Explain(exception, what, Place, _options.LockTimeout, broke);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    /// <summary>
    /// Opens a connection, within the time that the connection string allows for it, and some more. The library's own limit may be missed:
    /// where a first attempt took all of it but part of a millisecond, the second waits without end for a server that is frozen.
    /// </summary>
    private NpgsqlConnection Opened()
    {
        var connection = _source.CreateConnection();
        var opening = connection.OpenAsync();
        if (!Task.WhenAny(opening).Wait(_longestOpening))
        {
            // It holds what it has until it ends, which it does when the server goes on.
            opening.ContinueWith(
                task =>
                {
                    _ = task.Exception;
                    connection.Dispose();
                },
                TaskScheduler.Default);
            throw new NpgsqlException("The server did not answer.", new TimeoutException());
        }

        try
        {
            opening.GetAwaiter().GetResult();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
