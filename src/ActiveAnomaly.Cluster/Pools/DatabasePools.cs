using ActiveAnomaly.Cluster.Membership;
using ActiveAnomaly.Tables.Sources;
using Npgsql;

namespace ActiveAnomaly.Cluster.Pools;

/// <summary>Files in the cluster's database, in parts of four megabytes.</summary>
internal sealed class DatabasePools(ClusterDatabase database) : PoolPlace
{
    private const int PartLength = 4 << 20;

    /// <summary>Keeps a file in place of the one that the session has.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels; the one before stays.</param>
    public Task KeepAsync(string sessionId, string path, CancellationToken cancellationToken) => database.UseAsync(
        $"The rows of the session '{sessionId}' could not be kept",
        async connection =>
        {
            await using var file = SharedFile.OpenRead(path);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (var delete = new NpgsqlCommand("DELETE FROM active_anomaly_pools WHERE session_id = $1", connection))
            {
                delete.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sessionId });
                await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            var part = 0;
            var buffer = new byte[PartLength];
            for (int length; part == 0 | (length = await file.ReadAtLeastAsync(
                buffer, PartLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0; part++)
            {
                await using var insert = new NpgsqlCommand(
                    "INSERT INTO active_anomaly_pools (session_id, part, file_name, content) VALUES ($1, $2, $3, $4)", connection);
                insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sessionId });
                insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = part });
                insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Path.GetFileName(path) });
                insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = buffer[..length] });
                await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return part;
        });

    public override async Task<PoolCopy> GetAsync(
        string sessionId, IReadOnlyDictionary<string, string>? properties, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("active-anomaly-pool-").FullName;
        try
        {
            var path = await database.UseAsync(
                $"The rows of the session '{sessionId}' could not be read",
                connection => CopyAsync(connection, sessionId, folder, cancellationToken)).ConfigureAwait(false);
            return path is not null
                ? new PoolCopy(path, folder)
                : throw new FileNotFoundException(
                    $"{database.Place} has no rows of the session '{sessionId}'. Keep them there (active-anomaly label FILE --cluster ... "
                    + "--session ID, without --pool-folder), or start the silos with the folder that its file is in.");
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static async Task<string?> CopyAsync(
        NpgsqlConnection connection, string sessionId, string folder, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT file_name, content FROM active_anomaly_pools WHERE session_id = $1 ORDER BY part", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sessionId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        string? path = null;
        FileStream? file = null;
        try
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (file is null)
                {
                    // The name alone: whatever the table says, nothing is written outside the folder.
                    path = Path.Combine(folder, Path.GetFileName(reader.GetString(0)));
                    file = File.Create(path);
                }

                await file.WriteAsync(reader.GetFieldValue<byte[]>(1), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync().ConfigureAwait(false);
            }
        }

        return path;
    }
}
