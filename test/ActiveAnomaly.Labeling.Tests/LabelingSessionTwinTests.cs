using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>Rows of equal features are one question, whoever chose it, whenever the twin was answered.</summary>
[TestClass]
public sealed class LabelingSessionTwinTests
{
    /// <summary>Rows 0 and 3, 1 and 4, 2 and 5 are twins; row 6 is alone.</summary>
    private static readonly FeatureMatrix Pool = GivenSession.PoolOf(5, 4, 3, 5, 4, 3, 1);

    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public async Task AnswerAsync_PoolOfTwins_AsksOneOfEach()
    {
        using var session = Create();
        Assert.AreSequenceEqual([0, 1, 2, 6], await AskedInTurn(session));
    }

    [TestMethod]
    public async Task AnswerAsync_TwinOfAChosenRowWhileTraining_IsNotAskedAgain()
    {
        using var release = new ManualResetEventSlim();
        var detector = new ScriptedDetector(request =>
        {
            if (request.Stage == 1)
            {
                release.Wait(request.CancellationToken);
            }
        });
        using var session = Create(GivenSession.Options with { Detector = detector, Patience = TimeSpan.Zero });
        Assert.AreEqual(0, await GivenSession.Row(session, "ada"));

        // The choice is 0, 1, 2, 6, and stays so while the next model is trained.
        await GivenSession.Answer(session, "ada", 4, Answer.Abnormal);
        Assert.AreEqual(2, await GivenSession.Answer(session, "ada", 0));
        Assert.AreEqual(6, await GivenSession.Answer(session, "ada", 2));
        release.Set();
        Assert.AreEqual(6, await GivenSession.Row(session, "ada"));
        Assert.IsNull(await GivenSession.Answer(session, "ada", 6));
        Assert.AreEqual(3, session.State.AskedCount);
    }

    [TestMethod]
    public async Task AnswerAsync_TwinOfAWaitingRow_LeavesNothingToAskOfIt()
    {
        using var session = Create();
        Assert.AreEqual(0, await GivenSession.Row(session, "ada"));
        await GivenSession.Answer(session, "bob", 3, Answer.Abnormal);
        Assert.AreEqual(2, await GivenSession.Row(session, "ada"), "Row 1 is before bob.");

        // What bob said of the twin is taken back, and it is before him again: row 1 is free, and row 0 still is not.
        session.Withdraw("bob", 3);
        Assert.AreEqual(1, await GivenSession.Answer(session, "ada", 2));

        // He puts it back, and gets the twin that was asked about: it waits again.
        Assert.AreEqual(0, await GivenSession.Row(session, "bob", another: true));
    }

    [TestMethod]
    public async Task AnswerAsync_SkippedTwin_IsNotDrawnForAnAudit()
    {
        // Every other question is drawn at random, of all rows that are left.
        using var session = Create(GivenSession.Options with { AuditShare = 0.9, AuditTopCount = 3 });
        var asked = await AskedInTurn(session, Answer.Skip);
        Assert.HasCount(4, asked);
        Assert.HasCount(4, asked.Select(row => Pool.Row(row)[0]).Distinct());
        Assert.IsGreaterThan(1, GivenSession.Log(session).OfType<RowsQueried>().Count(query => query.Purpose == QueryPurpose.Audit));
    }

    [TestMethod]
    public async Task AnswerAsync_TwinAskedAndWaiting_IsNotDrawnForAnAudit()
    {
        using var session = Create(
            GivenSession.Options with { AuditShare = 0.9, AuditTopCount = 3, LabelPolicy = new MajorityPolicy(2) });
        var asked = await AskedInTurn(session);
        Assert.HasCount(4, asked.Select(row => Pool.Row(row)[0]).Distinct());
        Assert.HasCount(4, asked);
    }

    [TestMethod]
    [DataRow(1, true)]
    [DataRow(1, false)]
    [DataRow(2, true)]
    public async Task Open_LogOfAnEarlierVersionThatAskedTwins_GoesOnAskingThemAndComesToAnEnd(int version, bool thirds)
    {
        QueryStrategy strategy = thirds ? new ThirdsStrategy() : new HighConfidenceStrategy();
        var store = new MemorySessionStore();
        var earlier = new SessionOptions
        {
            AsksTwins = true,
            LabelPolicy = new LatestAnswerPolicy(),
            Sink = added => store.Append(GivenSession.Id, added is SessionCreated created ? created with { Version = version } : added),
        };
        var first = new ActiveLearningSession(Pool, new FirstFeatureDetector(), strategy, earlier);
        first.Train();
        first.Ask([0]);
        first.Answer(0, RowLabel.Abnormal, "ada");
        var copy = new MemorySessionStore();
        foreach (var line in store.Read(GivenSession.Id, Cancelled).Select(SessionEventJson.Write))
        {
            copy.Append(GivenSession.Id, SessionEventJson.Read(line));
        }

        using var session = LabelingSession.Open(
            copy, GivenSession.Id, Pool, GivenSession.Options with { Strategy = strategy, AuditShare = 0.3 });
        var asked = await AskedInTurn(session);
        Assert.HasCount(asked.Count, asked.Distinct());

        // Thirds asks about equal rows once, whatever the session does; audits and other strategies ask about each.
        Assert.IsTrue(thirds ? asked.Count is >= 3 and <= 6 : asked.Count == 6, $"{asked.Count} were asked.");
        Assert.IsNull(session.State.TrainingFailure);
        Assert.AreEqual(asked.Count + 1, session.State.AnsweredCount);
    }

    private static LabelingSession Create(LabelingOptions? options = null) =>
        LabelingSession.Create(new MemorySessionStore(), GivenSession.Id, Pool, options ?? GivenSession.Options);

    private static async Task<List<int>> AskedInTurn(LabelingSession session, Answer answer = Answer.Normal)
    {
        var asked = new List<int>();
        for (var row = (int?)await GivenSession.Row(session, "ada"); row is { } open;)
        {
            asked.Add(open);
            row = await GivenSession.Answer(session, "ada", open, answer);
        }

        return asked;
    }
}
