using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Tool.Input;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>
/// What --continues says of a session that goes on: answers were carried over when it began, and only the session that it was begun from
/// may be named again.
/// </summary>
internal sealed class EarlierAnswers
{
    private readonly string _place;
    private readonly EarlierSession _origin;
    private readonly IReadOnlyList<SessionEvent> _log;

    private EarlierAnswers(string place, EarlierSession origin, IReadOnlyList<SessionEvent> log)
    {
        _place = place;
        _origin = origin;
        _log = log;
    }

    /// <summary>Finds the session that one which goes on was begun from; null where the command line names none.</summary>
    /// <param name="options">What the command line says.</param>
    /// <param name="log">The log of the session that goes on.</param>
    /// <param name="what">That session and where it is, as the subject of a sentence.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UsageException">The command line names another session, or the log names none.</exception>
    public static EarlierAnswers? Find(
        LabelOptions options, IReadOnlyList<SessionEvent> log, string what, CancellationToken cancellationToken)
    {
        if (options.Earlier is not { } place)
        {
            return null;
        }

        var origin = EarlierSession.KeptIn(log)
            ?? throw Refused(what, "and its log does not say that it was begun from another");
        if (!SessionPlace.IsDatabase(place) && !File.Exists(place))
        {
            throw Refused(what, $"and '{place}', from which it may have been begun, is not there");
        }

        using var store = SessionPlace.Open(place, creates: false);
        return LogOf(store, origin, options.EarlierSession, cancellationToken) is not { } earlier
            ? throw Refused(
                what,
                $"and it was begun from a session of {origin.Began.UtcDateTime:u}, which "
                + $"{Named(options, SessionPlace.Shown(store, place))} is not")
            : options.IncludesEdited && !origin.IncludesEdited
                ? throw Refused(what, "and answers of edited rows did not: leave --include-edited out", leavesAll: false)
                : new EarlierAnswers(SessionPlace.Shown(store, place), origin, earlier);
    }

    /// <summary>Says what was carried over and what is not, and carries over the rest where the program ended before all was.</summary>
    public void Complete(
        LabelingWorkspace workspace, IReadOnlyList<SessionEvent> log, CommandOutput output, CancellationToken cancellationToken)
    {
        var carried = CarriedAnswers.From(_origin.Then(_log), workspace.Pool, _origin.IncludesEdited);
        var missing = carried.Complete(workspace.Session, log, cancellationToken).Applied;
        output.WriteLine($"Its answers and notes were carried over from '{_place}' when it began"
            + $"{(missing == 0 ? string.Empty : $", but for {missing}, which are carried over now")}.");
        if (_origin.AnswersSince(_log) is > 0 and var since)
        {
            output.WriteLine($"{since} {(since == 1 ? "answer was" : "answers were")} given there since; "
                + $"{(since == 1 ? "it carries" : "they carry")} over to a new session only (--session).");
        }
    }

    /// <summary>Reads the session: the one that is named, or else the one of the store that it is: the new one may lie there too.</summary>
    private static IReadOnlyList<SessionEvent>? LogOf(
        DatabaseSessionStore store, EarlierSession origin, string? givenId, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = givenId is null
            ? store.List(cancellationToken)
            : [SessionPlace.IdOf(store, givenId, cancellationToken, "--continues-session")];
        return ids.Select(id => store.Read(id, cancellationToken)).FirstOrDefault(origin.IsOf);
    }

    private static string Named(LabelOptions options, string place) =>
        options.EarlierSession is { } id ? $"the session '{id}' in '{place}'" : $"any in '{place}'";

    private static UsageException Refused(string what, string why, bool leavesAll = true) => new(
        $"{what} is there already, and answers carry over to a new one only; {why}. "
        + $"{(leavesAll ? "Leave --continues out to go on with it" : "The rest of the command goes on with it")}, or give another "
        + "--session.");
}
