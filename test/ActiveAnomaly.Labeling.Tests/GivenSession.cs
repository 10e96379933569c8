using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Sessions whose questions anybody can foretell: a row's score is its first feature, the highest score is asked about first, and by
/// default row r has the feature r.
/// </summary>
internal static class GivenSession
{
    public const string Id = "session";

    /// <summary>Far longer than anything takes here: it ends what hangs.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Gets the options: the next question waits for the model that knows of the last answer, and for a row, however slow the machine is.
    /// </summary>
    public static LabelingOptions Options => new()
    {
        Detector = new FirstFeatureDetector(),
        Strategy = new HighConfidenceStrategy(),
        Patience = TimeSpan.FromMinutes(1),
        LongestWait = TimeSpan.FromMinutes(1),
        LongestLookahead = TimeSpan.FromMinutes(1),
    };

    /// <summary>Makes rows of one feature: r of row r.</summary>
    public static FeatureMatrix Pool(int rowCount) => PoolOf([.. Enumerable.Range(0, rowCount).Select(row => (float)row)]);

    /// <summary>Makes rows of one feature.</summary>
    public static FeatureMatrix PoolOf(params float[] values) => FeatureMatrix.Copy(values, 1);

    /// <summary>Creates a session in memory, unless a store is given.</summary>
    public static LabelingSession Create(
        int rowCount, LabelingOptions? options = null, PoolLabels? known = null, ISessionStore? store = null) =>
        LabelingSession.Create(store ?? new MemorySessionStore(), Id, Pool(rowCount), options ?? Options, known);

    /// <summary>Opens a session again from its store, beside the one that is open.</summary>
    public static LabelingSession Again(LabelingSession session, LabelingOptions? options = null) =>
        LabelingSession.Open(session.Store, Id, session.Pool, options ?? Options);

    /// <summary>Gives the row to look at; there must be one.</summary>
    public static async Task<int> Row(LabelingSession session, string annotator, bool another = false)
    {
        var question = await session.NextQuestionAsync(annotator, another).WaitAsync(Longest);
        Assert.IsNotNull(question.Row, question.Waiting);
        return question.Row.Value;
    }

    /// <summary>Gives the text of a question without a row.</summary>
    public static async Task<string?> Waiting(LabelingSession session, string annotator)
    {
        var question = await session.NextQuestionAsync(annotator).WaitAsync(Longest);
        Assert.IsNull(question.Row);
        return question.Waiting;
    }

    /// <summary>Answers, and gives the next row, or null.</summary>
    public static async Task<int?> Answer(LabelingSession session, string annotator, int row, Answer answer = Sessions.Answer.Normal) =>
        (await session.AnswerAsync(annotator, row, answer).WaitAsync(Longest)).Next.Row;

    /// <summary>Gives the session's log.</summary>
    public static IReadOnlyList<SessionEvent> Log(LabelingSession session) => session.Store.Read(session.Id);

    /// <summary>Gives the names of the kinds of events from a place of the log on, trainings aside: these come when they come.</summary>
    public static string Kinds(LabelingSession session, long first) => string.Join(
        ' ', Log(session).Skip((int)first).Where(past => past is not StageTrained).Select(past => past.GetType().Name));
}
