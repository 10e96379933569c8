using ActiveAnomaly.Labeling;
using ActiveAnomaly.Sessions.Stores;

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
    /// <param name="found">The session.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static SavedSession Open(FoundSession found, CancellationToken cancellationToken)
    {
        var (log, copy) = (new MemorySessionStore(), new MemorySessionStore());
        foreach (var sessionEvent in found.Events)
        {
            log.Append(found.Id, sessionEvent);
            copy.Append(found.Id, sessionEvent);
        }

        var options = new LabelingOptions { Detector = SessionDetector.Of(found.Events, found.Id, found.Place).Detector };
        LabelingWorkspace workspace;
        try
        {
            workspace = LabelingWorkspace.Open(copy, found.Id, found.TablePath, options, cancellationToken: cancellationToken);
        }
        catch (PoolMismatchException exception) when (!found.IsTableGiven)
        {
            throw new InputException($"{exception.Message} --data names the table that was labelled.");
        }

        try
        {
            workspace.Session.WaitForModelAsync(cancellationToken).GetAwaiter().GetResult();
            return new SavedSession(found.Place, log, workspace);
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    public void Dispose() => Workspace.Dispose();
}
