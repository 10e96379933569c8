using ActiveAnomaly.Labeling;
using ActiveAnomaly.Sessions.Stores;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>
/// A session of a store, to be looked at: it is opened over a copy of its log in memory, so that whoever labels in it at the same time
/// is not disturbed, and nothing is added to it.
/// </summary>
internal sealed class SavedSession : IDisposable
{
    private SavedSession(string place, ISessionStore log, LabelingWorkspace workspace)
    {
        Place = place;
        Log = log;
        Workspace = workspace;
    }

    /// <summary>Gets where the session is kept.</summary>
    public string Place { get; }

    /// <summary>Gets the log as it was read.</summary>
    public ISessionStore Log { get; }

    /// <summary>Gets the session over a copy of the log, to which the training of a model may have been added.</summary>
    public LabelingWorkspace Workspace { get; }

    /// <summary>Opens a session, and waits for the model that knows all answers.</summary>
    /// <param name="place">The store.</param>
    /// <param name="givenId">The session's id, or null for the only one.</param>
    /// <param name="data">The table, or null for where it was when the session began.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static SavedSession Open(string place, string? givenId, string? data, CancellationToken cancellationToken)
    {
        using var store = SessionPlace.Open(place, creates: false);
        var id = SessionPlace.IdOf(store, givenId, cancellationToken);
        var (log, copy) = (new MemorySessionStore(), new MemorySessionStore());
        var events = store.Read(id, cancellationToken);
        foreach (var sessionEvent in events)
        {
            log.Append(id, sessionEvent);
            copy.Append(id, sessionEvent);
        }

        var path = data is null ? null : DataSet.FindOne(data, "a session is about one table").Path;
        var options = new LabelingOptions { Detector = SessionDetector.Of(events, id, store.Place).Detector };
        var workspace = LabelingWorkspace.Open(copy, id, path, options, cancellationToken: cancellationToken);
        try
        {
            workspace.Session.WaitForModelAsync(cancellationToken).GetAwaiter().GetResult();
            return new SavedSession(SessionPlace.Shown(store, place), log, workspace);
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    public void Dispose() => Workspace.Dispose();
}
