using System.Globalization;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Which session's answers another one was begun with, as the log of that other keeps it: the session is known again wherever its store
/// lies now. Immutable.
/// </summary>
/// <param name="Fingerprint">Of its rows when it began (<see cref="Sessions.PoolFingerprint"/>).</param>
/// <param name="Began">When it began.</param>
/// <param name="EventCount">How many events it had when its answers were carried over.</param>
/// <param name="IncludesEdited">Whether answers to edited rows were carried over too.</param>
internal sealed record EarlierSession(string Fingerprint, DateTimeOffset Began, int EventCount, bool IncludesEdited)
{
    private const string FingerprintName = "carried.fingerprint";
    private const string BeganName = "carried.began";
    private const string EventCountName = "carried.event-count";
    private const string IncludesEditedName = "carried.includes-edited";

    /// <summary>Takes down which session it is whose answers carry over now.</summary>
    public static EarlierSession Of(IReadOnlyList<SessionEvent> earlierLog, bool includesEdited) =>
        earlierLog is [SessionCreated created, ..]
        ? new EarlierSession(created.Fingerprint, created.Time, earlierLog.Count, includesEdited)
        : throw new ArgumentException("The log does not begin with the creation of a session.", nameof(earlierLog));

    /// <summary>Reads what a session keeps; null where it was begun from none, or by a release that did not keep it.</summary>
    public static EarlierSession? KeptIn(IReadOnlyList<SessionEvent> log) =>
        log.OfType<PoolDescribed>().LastOrDefault()?.Properties is { } properties
        && properties.TryGetValue(FingerprintName, out var fingerprint)
        && DateTimeOffset.TryParse(
            properties.GetValueOrDefault(BeganName), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var began)
        && int.TryParse(
            properties.GetValueOrDefault(EventCountName), NumberStyles.None, CultureInfo.InvariantCulture, out var eventCount)
            ? new EarlierSession(fingerprint, began, eventCount, properties.GetValueOrDefault(IncludesEditedName) == "true")
            : null;

    /// <summary>Gives properties with these among them.</summary>
    public Dictionary<string, string> AddTo(IReadOnlyDictionary<string, string> properties) => new(properties)
    {
        [FingerprintName] = Fingerprint,
        [BeganName] = Began.ToString("O", CultureInfo.InvariantCulture),
        [EventCountName] = EventCount.ToString(CultureInfo.InvariantCulture),
        [IncludesEditedName] = IncludesEdited ? "true" : "false",
    };

    /// <summary>Tells whether a log is that session's, as it was then or further.</summary>
    public bool IsOf(IReadOnlyList<SessionEvent> log) => log is [SessionCreated created, ..]
        && created.Fingerprint == Fingerprint && created.Time == Began && log.Count >= EventCount;

    /// <summary>Gives the events that the session had when its answers were carried over.</summary>
    public IReadOnlyList<SessionEvent> Then(IReadOnlyList<SessionEvent> log) => [.. log.Take(EventCount)];

    /// <summary>Counts the answers that were given in the session since.</summary>
    public int AnswersSince(IReadOnlyList<SessionEvent> log) =>
        log.Skip(EventCount).Count(happened => happened is RowLabeled or RowAnswered { Answer: not Sessions.Answer.Skip });
}
