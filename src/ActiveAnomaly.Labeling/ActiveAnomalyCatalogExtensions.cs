using ActiveAnomaly.Sessions.Stores;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Runtime;

namespace ActiveAnomaly.Labeling;

/// <summary>Opens sessions for people from ML.NET's side.</summary>
public static class ActiveAnomalyCatalogExtensions
{
    /// <summary>
    /// Goes on with a session of a store, such as one that <c>active-anomaly label</c> began, over the file that it began with.
    /// <see cref="LabelingWorkspace"/> takes what else there is to say.
    /// </summary>
    /// <param name="anomaly">The catalog.</param>
    /// <param name="store">The store.</param>
    /// <param name="id">The session's id.</param>
    /// <returns>The workspace: session and rows.</returns>
    /// <exception cref="KeyNotFoundException">There is no such session.</exception>
    /// <exception cref="PoolMismatchException">The file has other rows than the session.</exception>
    public static LabelingWorkspace OpenSession(this ActiveAnomalyCatalog anomaly, ISessionStore store, string id)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        return LabelingWorkspace.Open(store, id);
    }

    /// <summary>
    /// Goes on with a session over the data view that it began with, or begins it where the store has none. What was understood of the
    /// view, columns that are left out among it, is told to the context's log.
    /// </summary>
    /// <param name="anomaly">The catalog.</param>
    /// <param name="store">The store.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="data">
    /// The rows: numbers, truth values and texts; without <paramref name="poolOptions"/> a column called Label has labels that are known.
    /// A session that begins needs rows without one, or labels that are hidden (<see cref="LabelingPoolOptions.HidesLabels"/>).
    /// </param>
    /// <param name="options">The options; null, and what they leave open, for those of the session.</param>
    /// <param name="poolOptions">
    /// How the rows are read, for a session that begins, such as which column is the label and what becomes of dates; null for the
    /// defaults.
    /// </param>
    /// <param name="cancellationToken">Cancels reading and training.</param>
    /// <returns>The workspace: session and rows.</returns>
    /// <exception cref="PoolMismatchException">The view has other rows than the session.</exception>
    /// <exception cref="Tables.TableException">
    /// The view cannot be read; or the session would begin, and every row has a label that is known, so that nothing could be asked.
    /// </exception>
    public static LabelingWorkspace OpenSession(
        this ActiveAnomalyCatalog anomaly,
        ISessionStore store,
        string id,
        IDataView data,
        LabelingOptions? options = null,
        LabelingPoolOptions? poolOptions = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        using var channel = ((IHostEnvironment)anomaly.Context).Register(nameof(OpenSession)).Start("Read");
        var workspace = LabelingWorkspace.OpenOrCreate(
            store, id, data, options, poolOptions, progress: null, cancellationToken);
        foreach (var note in workspace.Pool.Table.Notes)
        {
            if (note.IsWarning)
            {
                channel.Warning(MessageSensitivity.Schema | MessageSensitivity.UserData, note.Text);
            }
            else
            {
                channel.Info(MessageSensitivity.Schema | MessageSensitivity.UserData, note.Text);
            }
        }

        return workspace;
    }
}
