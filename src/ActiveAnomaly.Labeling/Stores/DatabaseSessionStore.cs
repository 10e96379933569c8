using System.Data.Common;
using System.Text;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>
/// Keeps the logs of sessions in a database: an event, a line of JSON (<see cref="SessionEventJson"/>), under its session and its
/// sequence. A log only grows. Several processes may use one database; a second writer of a session is found out, whichever process
/// it is in. Thread safe.
/// </summary>
public abstract class DatabaseSessionStore : ISessionStore, IWriteProbe, IDisposable
{
    /// <summary>The most characters of a session's id.</summary>
    public const int LongestSessionId = 500;

    /// <summary>Keeps an event if its sequence is the next; the key finds out who asked at the same time.</summary>
    private const string AppendSql = $"""
        INSERT INTO {SessionStoreSchema.EventTable} (session_id, sequence, event)
        SELECT @session, @sequence, @event
        WHERE @sequence = (SELECT COALESCE(MAX(sequence) + 1, 0) FROM {SessionStoreSchema.EventTable} WHERE session_id = @session)
        """;

    private const string NextSql = $"""
        SELECT COALESCE(MAX(sequence) + 1, 0) FROM {SessionStoreSchema.EventTable} WHERE session_id = @session
        """;

    private const string EventSql = $"""
        SELECT event FROM {SessionStoreSchema.EventTable} WHERE session_id = @session AND sequence = @sequence
        """;

    private const string ReadSql = $"""
        SELECT sequence, event FROM {SessionStoreSchema.EventTable} WHERE session_id = @session ORDER BY sequence
        """;

    /// <summary>Goes from id to id along the key; DISTINCT would read every event.</summary>
    private const string ListSql = $"""
        WITH RECURSIVE ids (id) AS (
            SELECT MIN(session_id) FROM {SessionStoreSchema.EventTable}
            UNION ALL
            SELECT (SELECT MIN(session_id) FROM {SessionStoreSchema.EventTable} WHERE session_id > ids.id)
            FROM ids WHERE ids.id IS NOT NULL)
        SELECT id FROM ids WHERE id IS NOT NULL
        """;

    /// <summary>No session is called so.</summary>
    private const string ProbeSql = $"""
        INSERT INTO {SessionStoreSchema.EventTable} (session_id, sequence, event) VALUES ('', 0, @event)
        """;

    /// <summary>As long as most events.</summary>
    private const int ProbeLength = 1000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private protected DatabaseSessionStore(string place) => Place = place;

    /// <summary>Gets the store's name in messages: its file, or its server and database. It holds no password.</summary>
    public string Place { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The id is empty, too long, or holds what a database cannot keep as text.</exception>
    /// <exception cref="SessionStoreException">The database did not take the event.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public void Append(string sessionId, SessionEvent sessionEvent)
    {
        RequireId(sessionId);
        ArgumentNullException.ThrowIfNull(sessionEvent);
        var (sequence, line) = (sessionEvent.Sequence, SessionEventJson.Write(sessionEvent));
        var what = $"Event {sequence} of the session '{sessionId}' could not be kept";
        long? next;
        try
        {
            next = UseToWrite(what, connection => TryAppend(connection, sessionId, sequence, line));
        }
        catch (SessionStoreException exception) when (exception.ConnectionBroke)
        {
            // It may be kept or not. Asked again, the key tells: whoever holds it holds this very event, or is another writer.
            next = AppendUnknown(what, sessionId, sequence, line, exception);
        }

        if (next is { } expected)
        {
            throw SessionConflictException.Between(sessionId, sequence, expected);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The id is empty, too long, or holds what a database cannot keep as text.</exception>
    /// <exception cref="SessionStoreException">The database did not answer, or the log is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public IReadOnlyList<SessionEvent> Read(string sessionId, CancellationToken cancellationToken = default)
    {
        RequireId(sessionId);
        var events = Query(
            $"The log of the session '{sessionId}' could not be read",
            ReadSql,
            command => Add(command, "@session", sessionId),
            (reader, position) => EventAt(sessionId, position, reader.GetInt64(0), reader.GetString(1)),
            cancellationToken);
        return events.Count > 0 ? events : throw new KeyNotFoundException($"There is no session '{sessionId}' in {Place}.");
    }

    /// <inheritdoc/>
    /// <exception cref="SessionStoreException">The database did not answer.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public IReadOnlyList<string> List(CancellationToken cancellationToken = default)
    {
        var ids = Query(
            "The sessions could not be listed", ListSql, static _ => { }, static (reader, _) => reader.GetString(0), cancellationToken);
        ids.Sort(StringComparer.Ordinal);
        return ids;
    }

    /// <inheritdoc/>
    void IWriteProbe.ProbeWriting() => UseToWrite(
        "Whether an event could be kept could not be tried",
        static connection =>
        {
            using var transaction = connection.BeginTransaction();
            using (var command = Command(connection, ProbeSql))
            {
                command.Transaction = transaction;
                Add(command, "@event", new string(' ', ProbeLength));
                command.ExecuteNonQuery();
            }

            transaction.Rollback();
            return true;
        });

    /// <summary>Closes the database. Nothing is lost by not calling it.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the database.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>Lends a connection that writes, and says in words what the database refuses.</summary>
    private protected abstract T UseToWrite<T>(string what, Func<DbConnection, T> use);

    /// <summary>Lends a connection that reads, and says in words what the database refuses.</summary>
    private protected abstract T UseToRead<T>(string what, Func<DbConnection, T> use);

    /// <summary>Appends; gives null when the event is kept, and the next sequence of the log when it is not this one.</summary>
    private protected long? TryAppend(DbConnection connection, string sessionId, long sequence, string line)
    {
        using (var command = Command(connection, AppendSql))
        {
            Add(command, "@session", sessionId);
            Add(command, "@sequence", sequence);
            Add(command, "@event", line);
            try
            {
                if (command.ExecuteNonQuery() == 1)
                {
                    return null;
                }
            }
            catch (DbException exception) when (IsKeyTaken(exception))
            {
                // Another writer was there between the comparison and the insertion.
            }
        }

        using var ask = Command(connection, NextSql);
        Add(ask, "@session", sessionId);
        return (long)ask.ExecuteScalar()!;
    }

    /// <summary>Appends what may be kept already; where that fails too, whether it is kept is still not known.</summary>
    private long? AppendUnknown(string what, string sessionId, long sequence, string line, SessionStoreException broken)
    {
        try
        {
            return UseToWrite(what, connection => AppendAgain(connection, sessionId, sequence, line));
        }
        catch (SessionStoreException exception) when (!exception.ConnectionBroke)
        {
            throw new SessionStoreException($"{broken.Message} Asked once more: {exception.Message}", exception) { ConnectionBroke = true };
        }
    }

    /// <summary>Appends what may be kept already; gives what <see cref="TryAppend"/> gives.</summary>
    private long? AppendAgain(DbConnection connection, string sessionId, long sequence, string line)
    {
        var next = TryAppend(connection, sessionId, sequence, line);
        if (next is null)
        {
            return null;
        }

        using var command = Command(connection, EventSql);
        Add(command, "@session", sessionId);
        Add(command, "@sequence", sequence);
        return (string?)command.ExecuteScalar() == line ? null : next;
    }

    /// <summary>Tells whether an insertion failed for its key.</summary>
    private protected abstract bool IsKeyTaken(DbException exception);

    private List<T> Query<T>(
        string what, string sql, Action<DbCommand> fill, Func<DbDataReader, int, T> take, CancellationToken cancellationToken)
    {
        List<T> ReadAll(DbConnection connection)
        {
            using var command = Command(connection, sql);
            fill(command);
            using var cancelling = cancellationToken.Register(command.Cancel);
            using var reader = command.ExecuteReader();
            var all = new List<T>();
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                all.Add(take(reader, all.Count));
            }

            return all;
        }

        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            try
            {
                return UseToRead(what, ReadAll);
            }
            catch (SessionStoreException exception) when (exception.ConnectionBroke && !cancellationToken.IsCancellationRequested)
            {
                return UseToRead(what, ReadAll);
            }
        }
        catch (SessionStoreException exception) when (cancellationToken.IsCancellationRequested && exception.InnerException is DbException)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    private SessionEvent EventAt(string sessionId, long expected, long sequence, string line)
    {
        if (sequence != expected)
        {
            throw new SessionStoreException(
                $"The log of the session '{sessionId}' in {Place} is damaged: event {expected} is missing, event {sequence} stands in its "
                + "place. Restore the store from a backup.");
        }

        SessionEvent read;
        try
        {
            read = SessionEventJson.Read(line);
        }
        catch (FormatException exception)
        {
            throw new SessionStoreException(
                $"Event {sequence} of the session '{sessionId}' in {Place} cannot be read: {exception.Message} "
                + "If a newer version of the library wrote it, update the library; else restore the store from a backup.",
                exception);
        }

        return read.Sequence == sequence
            ? read
            : throw new SessionStoreException(
                $"The log of the session '{sessionId}' in {Place} is damaged: event {sequence} says that it is event {read.Sequence}. "
                + "Restore the store from a backup.");
    }

    private static void RequireId(string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        if (sessionId.Length > LongestSessionId)
        {
            throw new ArgumentException(
                $"The session's id has {sessionId.Length} characters; at most {LongestSessionId} are allowed.", nameof(sessionId));
        }

        if (sessionId.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("The session's id holds the character 0, which databases do not keep.", nameof(sessionId));
        }

        try
        {
            StrictUtf8.GetByteCount(sessionId);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException(
                $"The session's id holds half a character at {exception.Index}; give text that UTF-8 can hold.",
                nameof(sessionId),
                exception);
        }
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
