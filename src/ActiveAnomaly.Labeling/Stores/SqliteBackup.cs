using ActiveAnomaly.Persistence;
using Microsoft.Data.Sqlite;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>Copies a live database to a file that is there whole or not at all.</summary>
internal static class SqliteBackup
{
    /// <summary>Copies a database beside the target, and puts the copy in its place.</summary>
    /// <param name="source">The database; others may write to it meanwhile.</param>
    /// <param name="target">The full path of the file, and no link; one that is there is replaced.</param>
    /// <param name="what">What could not be done, for messages.</param>
    /// <param name="lockTimeout">How long a locked file is waited for, for messages.</param>
    public static void Write(SqliteConnection source, string target, string what, TimeSpan lockTimeout)
    {
        RequireTarget(target, what);
        try
        {
            WholeFile.WriteAt(target, temporary =>
            {
                try
                {
                    Copy(source, temporary);
                }
                finally
                {
                    foreach (var left in (string[])["-wal", "-shm", "-journal"])
                    {
                        File.Delete(temporary + left);
                    }
                }

                using var file = new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite);
                file.Flush(flushToDisk: true);
            });
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Explain(exception, what, target, lockTimeout);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SessionStoreException(
                $"{what}: {exception.Message} Allow this user to write there, or give another path.", exception);
        }
    }

    /// <summary>
    /// Tells whether a write-ahead log lies beside a path: what stands in it is played into whatever file is written there.
    /// </summary>
    /// <param name="target">The path, and no link.</param>
    public static bool HasLog(string target) => File.Exists(target + "-wal");

    private static void RequireTarget(string target, string what)
    {
        if (Directory.Exists(target))
        {
            throw new SessionStoreException($"{what}: the target is a folder. Give a file in it.");
        }

        if (Path.GetDirectoryName(target) is { } folder && !Directory.Exists(folder))
        {
            throw new SessionStoreException($"{what}: there is no folder '{folder}'. Make it, or give another path.");
        }

        if (HasLog(target))
        {
            throw new SessionStoreException(
                $"{what}: there is a '{target}-wal', so that a store is open there, or was not closed. Give another path, or open and "
                + "dispose that store first.");
        }
    }

    private static void Copy(SqliteConnection source, string path)
    {
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        copy.Open();
        source.BackupDatabase(copy);
    }
}
