using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>Copies one session, whatever keeps it, to a file that <see cref="SqliteSessionStore"/> opens.</summary>
public static class SessionFile
{
    /// <summary>Writes the session's log as it is now; other sessions of the store stay where they are.</summary>
    /// <param name="store">What keeps the session.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="path">A file that is not there yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionStoreException">The store cannot be read, or the file cannot be written.</exception>
    public static void Write(ISessionStore store, string sessionId, string path)
    {
        ArgumentNullException.ThrowIfNull(store);
        var log = store.Read(sessionId);
        using var copy = new SqliteSessionStore(path);
        copy.AppendAll(sessionId, log);
    }
}
