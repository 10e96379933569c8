using ActiveAnomaly.Labeling;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>A session of a store, as it was read, and where its table is now.</summary>
/// <param name="Place">Where the session is kept, for people.</param>
/// <param name="Id">The session's id.</param>
/// <param name="Events">Its log.</param>
/// <param name="TablePath">The table; null where the session began with a data view.</param>
/// <param name="IsTableGiven">Whether the command line named the table.</param>
/// <param name="Files">The files that are read, which nothing may overwrite.</param>
internal sealed record FoundSession(
    string Place, string Id, IReadOnlyList<SessionEvent> Events, string? TablePath, bool IsTableGiven, IReadOnlyList<string> Files)
{
    /// <summary>Finds a session.</summary>
    /// <param name="place">The store.</param>
    /// <param name="givenId">The session's id, or null for the only one.</param>
    /// <param name="data">The table, or null for where it was when the session began, or beside the store.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static FoundSession Find(string place, string? givenId, string? data, CancellationToken cancellationToken)
    {
        using var store = SessionPlace.Open(place, creates: false);
        var id = SessionPlace.IdOf(store, givenId, cancellationToken);
        var events = store.Read(id, cancellationToken);
        var table = data is null ? TableOf(events, id, place) : DataSet.FindOne(data, "a session is about one table").Path;
        string[] ofStore = SessionPlace.IsDatabase(place) ? [] : [place, place + "-wal", place + "-shm"];
        return new FoundSession(
            SessionPlace.Shown(store, place), id, events, table, data is not null, table is null ? ofStore : [table, .. ofStore]);
    }

    /// <summary>
    /// Looks for the table: the log has its path as it was given, which means another file in another working folder, and the usual store
    /// is beside its table.
    /// </summary>
    private static string? TableOf(IReadOnlyList<SessionEvent> events, string id, string place)
    {
        if (events.OfType<PoolDescribed>().LastOrDefault()?.Properties is not { } properties
            || LabelingPool.FileOf(properties) is not { Length: > 0 } given)
        {
            return null;
        }

        // A path of another system ends in the same name.
        string[] names = [Path.GetFileName(given), given[(given.LastIndexOfAny(['/', '\\']) + 1)..]];
        string[] beside = SessionPlace.IsDatabase(place)
            ? []
            : [.. names.Select(name => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(place))!, name))];
        string[] places = Path.IsPathRooted(given) ? [given, .. beside] : [.. beside, given];
        return places.FirstOrDefault(File.Exists) ?? throw new InputException(
            $"The table of the session '{id}' was '{given}' when the session began, and is neither there"
            + $"{(Path.IsPathRooted(given) ? string.Empty : $" ('{Path.GetFullPath(given)}')")} nor beside the sessions. --data names the "
            + "table that was labelled.");
    }
}
