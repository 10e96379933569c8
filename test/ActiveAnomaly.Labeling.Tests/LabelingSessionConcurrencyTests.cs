using System.Collections.Concurrent;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Labeling;

/// <summary>Many clients at once on one session.</summary>
[TestClass]
public sealed class LabelingSessionConcurrencyTests
{
    private const int ClientCount = 8;
    private const int AnswersEach = 2000;

    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    /// <summary>Two annotators with four clients each; every client answers rows of its own, whether they are asked or not.</summary>
    [TestMethod]
    public async Task AnswerAsync_TwoAnnotatorsOfFourClients_LosesAndDoublesNothing()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteSessionStore(folder.File("labels.db"));
        using var session = GivenSession.Create(
            ClientCount * AnswersEach,
            GivenSession.Options with { Detector = new ScriptedDetector(_ => { }), Patience = TimeSpan.Zero, AuditShare = 0.1 },
            store: store);
        var receipts = new ConcurrentQueue<(long Sequence, int Row, string Annotator)>();
        var begin = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, ClientCount).Select(client => Task.Run(() => AnswerOwn(client), Cancelled)));
        var elapsed = TimeProvider.System.GetElapsedTime(begin);
        await session.WaitForModelAsync(Cancelled);
        TestContext.WriteLine($"{receipts.Count} answers in {elapsed.TotalSeconds:F1} s, {session.State.Model!.Stage} stages.");

        var log = store.Read(GivenSession.Id, Cancelled);
        Assert.AreSequenceEqual(Enumerable.Range(0, log.Count).Select(sequence => (long)sequence), log.Select(past => past.Sequence));

        // Every receipt names the event that its answer is, and every answer has one receipt.
        Assert.HasCount(ClientCount * AnswersEach, receipts);
        Assert.AreSequenceEqual(
            log.Select(Answered).OfType<(long, int, string)>(), receipts.OrderBy(receipt => receipt.Sequence));
        var asked = log.OfType<RowsQueried>().SelectMany(query => query.Rows).ToArray();
        Assert.HasCount(asked.Length, asked.Distinct());
        Assert.AreEqual(ClientCount * AnswersEach, session.State.AnsweredCount);
        Assert.AreEqual(ClientCount * AnswersEach, session.State.Model!.AnswerCount);
        session.Dispose();
        using var again = GivenSession.Again(session, GivenSession.Options with { Detector = new ScriptedDetector(_ => { }) });
        SessionStates.AreSame(session, again);

        async Task AnswerOwn(int client)
        {
            var annotator = client % 2 == 0 ? "ada" : "bob";
            for (var i = 0; i < AnswersEach; i++)
            {
                var row = (i * ClientCount) + client;
                var receipt = await session.AnswerAsync(annotator, row, i % 3 == 0 ? Answer.Abnormal : Answer.Normal, Cancelled);
                receipts.Enqueue((receipt.Sequence, receipt.Row, annotator));
            }
        }
    }

    private static (long Sequence, int Row, string Annotator)? Answered(SessionEvent past) => past switch
    {
        RowAnswered answered => (answered.Sequence, answered.Row, answered.Annotator),
        RowLabeled labeled => (labeled.Sequence, labeled.Row, labeled.Annotator),
        _ => null,
    };
}
