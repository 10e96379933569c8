using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Begins the log of a session. A program that ended, or a store that failed, between the log's first event and its second, which says what
/// the pool is, left a log that nobody can do anything with: whoever creates the same session again goes on with it.
/// </summary>
internal static class SessionBeginning
{
    /// <summary>Begins the log, or goes on with one that has no more than the creation of the same session.</summary>
    /// <exception cref="SessionConflictException">There is another session of that id, or one that is further.</exception>
    public static ActiveLearningSession Begin(
        ISessionStore store,
        string id,
        FeatureMatrix pool,
        Detector detector,
        QueryStrategy strategy,
        SessionOptions options,
        PoolLabels? known)
    {
        if (Begun(store, id) is not { } created)
        {
            return new ActiveLearningSession(pool, detector, strategy, options, known);
        }

        known ??= PoolLabels.None(pool.RowCount);
        try
        {
            return created.NormalRows.SequenceEqual(known.NormalRows) && created.AbnormalRows.SequenceEqual(known.AbnormalRows)
                ? ActiveLearningSession.Resume([created], pool, detector, strategy, options)
                : throw new SessionMismatchException("Other labels were known beforehand.");
        }
        catch (SessionMismatchException exception)
        {
            throw new SessionConflictException(
                $"There is a session '{id}' already, and it is another one: {exception.Message} Take another id, or open it.", exception);
        }
    }

    /// <summary>Gives the creation of a session that has no other event, or null.</summary>
    private static SessionCreated? Begun(ISessionStore store, string id)
    {
        try
        {
            return store.Read(id) is [SessionCreated created] ? created : null;
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }
}
