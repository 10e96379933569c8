using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Stores;

namespace StoreProcess;

/// <summary>
/// Answers the questions of a labelling session until so many rows are decided, and prints each row when its answer is acknowledged.
/// </summary>
public static class LabelProcess
{
    /// <summary>The number of rows of the pool.</summary>
    public const int RowCount = 600;

    /// <summary>Gets the rows: r of row r.</summary>
    public static FeatureMatrix Pool { get; } = FeatureMatrix.Copy([.. Enumerable.Range(0, RowCount).Select(row => (float)row)], 1);

    /// <summary>Gets the options: a detector that trains at once.</summary>
    public static LabelingOptions Options => new() { Detector = new FirstFeatureDetector(), Strategy = new HighConfidenceStrategy() };

    /// <summary>Gives the answer for a row.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The answer.</returns>
    public static Answer AnswerOf(int row) => (Answer)(1 + (row % 3));

    /// <summary>Opens the session, or creates it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="id">The session.</param>
    /// <returns>The session.</returns>
    public static LabelingSession Open(ISessionStore store, string id) =>
        store.List().Contains(id) && store.Read(id).Count > 1
            ? LabelingSession.Open(store, id, Pool, Options)
            : LabelingSession.Create(store, id, Pool, Options, properties: new Dictionary<string, string> { ["pool"] = "600 rows" });

    /// <summary>Answers until so many rows are decided.</summary>
    internal static async Task Run(ISessionStore store, string id, int count)
    {
        using var session = Open(store, id);
        var question = await session.NextQuestionAsync("ada");
        for (var answered = session.State.AnsweredCount; answered < count; answered++)
        {
            while (question.Row is null)
            {
                question = await session.NextQuestionAsync("ada");
            }

            var receipt = await session.AnswerAsync("ada", question.Row.Value, AnswerOf(question.Row.Value));
            Console.WriteLine(receipt.Row.ToString(CultureInfo.InvariantCulture));
            question = receipt.Next;
        }
    }
}
