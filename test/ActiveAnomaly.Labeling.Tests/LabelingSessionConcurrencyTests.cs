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

    /// <summary>
    /// Four annotators answer what they are asked, and look ahead before; every third time they do not wait for what that finds out.
    /// </summary>
    [TestMethod]
    public async Task LookAheadAsync_WhileOthersAnswer_NobodyWaitsForeverAndNoRowIsAskedTwice()
    {
        const int QuestionsEach = 60;
        string[] annotators = ["ada", "bob", "eve", "joe"];
        using var session = GivenSession.Create(400);
        var (foreseen, kept) = (0, 0);
        await Task.WhenAll(annotators.Select(annotator => Task.Run(() => AnswerAsync(annotator), Cancelled)));
        var answered = GivenSession.Log(session).Select(Answered).OfType<(long Sequence, int Row, string Annotator)>().ToArray();
        Assert.HasCount(annotators.Length * QuestionsEach, answered);
        Assert.HasCount(answered.Length, answered.Select(answer => answer.Row).Distinct());
        Assert.IsGreaterThan(0, foreseen);
        TestContext.WriteLine($"{foreseen} foreseen, {kept} of them came next.");

        async Task AnswerAsync(string annotator)
        {
            var row = (await session.NextQuestionAsync(annotator, cancellationToken: Cancelled)).Row!.Value;
            for (var i = 0; i < QuestionsEach; i++)
            {
                var looking = session.LookAheadAsync(annotator, row, Cancelled);
                var next = i % 3 == 2 ? null : (await looking).AfterNormal;
                var receipt = await session.AnswerAsync(annotator, row, Answer.Normal, Cancelled);
                await looking;
                row = receipt.Next.Row ?? (await session.NextQuestionAsync(annotator, cancellationToken: Cancelled)).Row!.Value;
                Interlocked.Add(ref foreseen, next is null ? 0 : 1);
                Interlocked.Add(ref kept, next?.Row == row ? 1 : 0);
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
