using System.Data.Common;
using System.Globalization;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>
/// Keeps logs in one SQLite file, and is on disk when Append returns: the write-ahead log (two files beside the store's own, gone when
/// the last store of it is disposed) with <c>synchronous=FULL</c>. Several processes of one machine may use the file. Not for network
/// drives: their locks and their shared memory cannot be relied on. Thread safe.
/// </summary>
public sealed class SqliteSessionStore : DatabaseSessionStore
{
    private readonly string _path;
    private readonly SqliteSessionStoreOptions _options;
    private readonly SqliteConnection _writer;
    private readonly Lock _writing = new();
    private volatile bool _isDisposed;

    /// <summary>Opens a store, and makes its tables in a new file.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="SessionStoreException">The file cannot be opened, or is no store that this version reads and writes.</exception>
    public SqliteSessionStore(string path, SqliteSessionStoreOptions? options = null)
        : base($"'{FullPath(path)}'")
    {
        _path = FullPath(path);
        _options = options ?? new SqliteSessionStoreOptions();
        _options.Validate();
        RequireFile();
        _writer = Explained(Opening, () => Open(_options.CreatesFile ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite));
        try
        {
            Explained(Opening, Prepare);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    private string Opening => $"The session store {Place} could not be opened";

    /// <summary>
    /// Copies the store to another file while sessions go on: what is kept at one moment. The copy is written beside the target and takes
    /// its place when it is whole and on disk; a file that is there is replaced. The copy is a store: open it, or put it in the place
    /// of one that is lost.
    /// </summary>
    /// <param name="path">The target; its folder must be there.</param>
    /// <exception cref="ArgumentException">The target is the store's own file.</exception>
    /// <exception cref="SessionStoreException">The copy could not be made; a file that was there is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public void BackUp(string path)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var (target, store) = (WholeFile.TargetOf(FullPath(path)), WholeFile.TargetOf(_path));
        string[] own = [store, store + "-wal", store + "-shm"];
        if (own.Contains(target, OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"'{target}' is the store's own file; give another one for its backup.", nameof(path));
        }

        var what = $"{Place} could not be copied to '{target}'";
        Explained(what, () =>
        {
            using var source = Open(SqliteOpenMode.ReadWrite);
            SqliteBackup.Write(source, target, what, _options.LockTimeout);
            return true;
        });
    }

    /// <summary>Begins the log of a session with many events, all or none: one commit in place of one an event.</summary>
    /// <param name="sessionId">The session, new in the store.</param>
    /// <param name="events">The events, from the first.</param>
    internal void AppendAll(string sessionId, IReadOnlyList<SessionEvent> events)
    {
        var what = $"The session '{sessionId}' could not be kept";
        UseToWrite(what, connection =>
        {
            using var transaction = connection.BeginTransaction();
            foreach (var sessionEvent in events)
            {
                if (TryAppend(connection, sessionId, sessionEvent.Sequence, SessionEventJson.Write(sessionEvent)) is { } next)
                {
                    throw SessionConflictException.Between(sessionId, sessionEvent.Sequence, next);
                }
            }

            transaction.Commit();
            return true;
        });
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing || _isDisposed)
        {
            return;
        }

        lock (_writing)
        {
            _isDisposed = true;
            _writer.Dispose();
        }
    }

    private protected override T UseToWrite<T>(string what, Func<DbConnection, T> use)
    {
        // Whoever waits here waits behind threads of this process, each of which may wait for another one.
        if (!_writing.TryEnter(_options.LockTimeout))
        {
            throw new SessionStoreException(
                $"{what}: other threads of this process wrote to {Place} for {_options.LockTimeout.Seconds()}. "
                + "Have fewer of them write, or wait longer (options.LockTimeout).");
        }

        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return Explained(what, () =>
            {
                // SQLite itself goes on writing to a file that has no name any more, and says that all is well.
                return SqliteFile.HasMoved(_writer)
                    ? throw new SessionStoreException($"{what}: {SqliteErrors.Moved(_path)}")
                    : use(_writer);
            });
        }
        finally
        {
            _writing.Exit();
        }
    }

    private protected override T UseToRead<T>(string what, Func<DbConnection, T> use)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Explained(what, () =>
        {
            using var connection = Open(SqliteOpenMode.ReadWrite);
            return use(connection);
        });
    }

    private protected override bool IsKeyTaken(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: SQLITE_CONSTRAINT_PRIMARYKEY or SQLITE_CONSTRAINT_UNIQUE };

    private static string FullPath(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Path.GetFullPath(path);
    }

    private void RequireFile()
    {
        // Looked at from outside only: closing a file that SQLite has open in this process would take its locks away.
        if (Directory.Exists(_path))
        {
            throw new SessionStoreException($"{Opening}: it is a folder. Give a file in it.");
        }

        if (Path.GetDirectoryName(_path) is { } folder && !Directory.Exists(folder))
        {
            throw new SessionStoreException($"{Opening}: there is no folder '{folder}'. Make it, or give another path.");
        }

        if (!_options.CreatesFile && !File.Exists(_path))
        {
            throw new SessionStoreException($"{Opening}: there is no such file. Give another path, or have it made (options.CreatesFile).");
        }

        if (!_options.CreatesFile && new FileInfo(_path).Length == 0 && !SqliteBackup.HasLog(_path))
        {
            throw new SessionStoreException($"{Opening}: the file is empty, and no store. Give the file of one.");
        }
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(_options.LockTimeout.TotalSeconds),
        }.ToString());
        try
        {
            connection.Open();

            // SQLite's own waiting looks every few milliseconds, the connection's every 150.
            Pragma(connection, "busy_timeout", (long)_options.LockTimeout.TotalMilliseconds);
            connection.DefaultTimeout = 1;
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sees to it that what is written is on disk, and that the tables are there.</summary>
    private bool Prepare()
    {
        if (sqlite3_db_readonly(_writer.Handle, "main") == 1)
        {
            throw new SessionStoreException($"{Opening}: {SqliteErrors.ReadOnly(_path)}");
        }

        // Before the file is made a write-ahead one: it may be a database of something else.
        var dialect = new SqliteDialect(_path);
        dialect.HasVersionTable(_writer, transaction: null);
        var mode = (string)Scalar(_writer, "PRAGMA journal_mode")!;
        if (mode != "wal" && (mode = SwitchToWriteAheadLog()) != "wal")
        {
            throw new SessionStoreException(
                $"{Opening}: SQLite keeps its journal as '{mode}' there and not as 'wal', as on network drives and the like. "
                + "Give a file on a disk of this machine.");
        }

        // FULL: to disk at every commit. The other two tell macOS to empty the disk's own memory as well; elsewhere they do nothing.
        Pragma(_writer, "synchronous", 2);
        Pragma(_writer, "fullfsync", 1);
        Pragma(_writer, "checkpoint_fullfsync", 1);
        if (_options.PageLimit is { } pages)
        {
            Pragma(_writer, "max_page_count", pages);
        }

        _options.Schema.Ensure(_writer, dialect, Place);
        return true;
    }

    /// <summary>SQLite does not wait where two programs switch at once; the connection's own waiting does.</summary>
    private string SwitchToWriteAheadLog()
    {
        using var command = _writer.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.CommandTimeout = (int)Math.Ceiling(_options.LockTimeout.TotalSeconds);
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>Gets a setting of the connection that writes, for tests.</summary>
    internal object? Setting(string name) => Scalar(_writer, $"PRAGMA {name}");

    private static void Pragma(SqliteConnection connection, string name, long value) =>
        Scalar(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA {name} = {value}"));

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private T Explained<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Explain(exception, what, _path, _options.LockTimeout);
        }
    }
}
