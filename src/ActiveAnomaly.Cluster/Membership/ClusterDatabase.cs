using System.Data;
using ActiveAnomaly.Labeling.Stores;
using Npgsql;

namespace ActiveAnomaly.Cluster.Membership;

/// <summary>Connections to the cluster's database, and what it refuses, in words. Thread safe.</summary>
internal sealed class ClusterDatabase : IAsyncDisposable
{
    /// <summary>How long a lock is waited for.</summary>
    public static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _source;

    /// <param name="connectionString">Npgsql's.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public ClusterDatabase(string connectionString)
    {
        ConnectionForm.Require(connectionString);
        NpgsqlConnectionStringBuilder connection;
        try
        {
            connection = new NpgsqlConnectionStringBuilder(connectionString) { Enlist = false, Timezone = "UTC" };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // Not the text itself: there may be a password in it.
            throw new ArgumentException(
                $"The cluster's connection string cannot be used: {exception.Message} Write Host=...;Database=...;"
                + "Username=...;Password=...",
                nameof(connectionString),
                exception);
        }

        if (string.IsNullOrWhiteSpace(connection.Host))
        {
            throw new ArgumentException(
                "The cluster's connection string names no Host. Write Host=...;Database=...;Username=...;Password=...",
                nameof(connectionString));
        }

        ConnectionString = connection.ConnectionString;
        Place = FormattableString.Invariant(
            $"PostgreSQL {connection.Host}:{connection.Port}, database '{connection.Database ?? connection.Username}'");
        _source = NpgsqlDataSource.Create(connection);
    }

    /// <summary>Gets the connection string, as Orleans is given it.</summary>
    public string ConnectionString { get; }

    /// <summary>Gets the name of the database in messages; it holds no password.</summary>
    public string Place { get; }

    /// <summary>Lends a connection.</summary>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <param name="what">What could not be done, where it fails.</param>
    /// <param name="use">What is done with it.</param>
    /// <exception cref="SessionStoreException">The database refused it.</exception>
    public async Task<T> UseAsync<T>(string what, Func<NpgsqlConnection, Task<T>> use)
    {
        await using var connection = _source.CreateConnection();
        var isOpen = false;
        try
        {
            await connection.OpenAsync().ConfigureAwait(false);
            isOpen = true;
            return await use(connection).ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw PostgresErrors.Explain(exception, what, Place, LockTimeout, isOpen && connection.FullState != ConnectionState.Open);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
