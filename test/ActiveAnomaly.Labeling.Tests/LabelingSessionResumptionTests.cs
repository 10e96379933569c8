using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>Sessions that are opened again.</summary>
[TestClass]
public sealed class LabelingSessionResumptionTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public async Task Open_AfterAnswers_StandsWhereItStood()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9, Answer.Abnormal);
        await GivenSession.Answer(session, "ada", 8, Answer.Skip);
        session.Note("bob", 3, "odd", ["a"]);
        var model = await session.WaitForModelAsync(Cancelled);
        session.Dispose();
        using var again = GivenSession.Again(session);
        var reopened = await again.WaitForModelAsync(Cancelled);
        Assert.AreEqual((model.Stage, model.SeenSequence, 1), (reopened.Stage, reopened.SeenSequence, reopened.AnswerCount));
        Assert.AreSequenceEqual(model.Scores.ToArray(), reopened.Scores.ToArray());
        SessionStates.AreSame(session, again);

        // Nothing new is kept for being opened; row 7 was asked about, and waits.
        Assert.HasCount(GivenSession.Log(session).Count, GivenSession.Log(again));
        Assert.AreEqual(7, await GivenSession.Row(again, "ada"));
        Assert.HasCount(GivenSession.Log(session).Count, GivenSession.Log(again));
    }

    [TestMethod]
    public async Task Withdraw_AfterOpening_TakesBackWhatWasAnsweredBefore()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9);
        await GivenSession.Answer(session, "ada", 8);
        session.Withdraw("ada");
        session.Dispose();
        using var again = GivenSession.Again(session);
        await GivenSession.Row(again, "ada");
        Assert.AreEqual(9, again.State.Annotators.Single().LastRow);
        Assert.AreEqual((9, 9), (again.Withdraw("ada").Row, await GivenSession.Row(again, "ada")));
        again.Dispose();
        using var third = GivenSession.Again(session);
        Assert.ThrowsExactly<InvalidOperationException>(() => third.Withdraw("ada"));
        Assert.AreEqual(9, await GivenSession.Row(third, "ada"));
        Assert.AreEqual(8, await GivenSession.Answer(third, "ada", 9));
    }

    [TestMethod]
    public void Open_NothingSaid_KeepsBudgetAuditAndPolicy()
    {
        var options = GivenSession.Options with
        {
            Budget = 3, AuditShare = 0.25, AuditTopCount = 7, LabelPolicy = new MajorityPolicy(3), Seed = 12,
        };
        using var session = GivenSession.Create(40, options);
        session.Dispose();
        using var again = GivenSession.Again(session);
        Assert.AreEqual((3, 0.25, "majority of at least 3"), (again.State.Budget, again.AuditShare, again.PolicyName));
        Assert.AreEqual(7, again.State.Audit!.TopCount);
        Assert.AreEqual(12, ((SessionCreated)GivenSession.Log(again)[0]).Seed);
        Assert.AreEqual(1, GivenSession.Log(again).Count(past => past is PoolDescribed));
    }

    [TestMethod]
    public void Open_OtherBudgetAndAudit_KeepsTheseFromThenOn()
    {
        using var session = LabelingSession.Create(
            new MemorySessionStore(),
            GivenSession.Id,
            GivenSession.Pool(40),
            GivenSession.Options with { Budget = 3 },
            properties: new Dictionary<string, string> { ["pool"] = "a file" });
        session.Dispose();
        var changed = GivenSession.Options with { Budget = 9, AuditShare = 0.1, AuditTopCount = 4 };
        GivenSession.Again(session, changed).Dispose();
        using var again = GivenSession.Again(session);
        Assert.AreEqual((9, 0.1, 4), (again.State.Budget, again.AuditShare, again.State.Audit!.TopCount));
        Assert.AreEqual("a file", again.Properties["pool"]);
        Assert.AreEqual(2, GivenSession.Log(again).Count(past => past is PoolDescribed));
    }

    [TestMethod]
    public void Open_DefaultDetectorAndSeedOfTheSession_NeedsNeither()
    {
        var pool = GivenSession.Pool(30);
        var store = new MemorySessionStore();
        LabelingSession.Create(store, GivenSession.Id, pool, new LabelingOptions { Seed = 5 }).Dispose();
        using var session = LabelingSession.Open(store, GivenSession.Id, pool);
        Assert.AreEqual(new GaussianProcessDetector(new GaussianProcessOptions()).Name, session.DetectorName);
        Assert.AreEqual("latest answer", session.PolicyName);
        Assert.Contains(
            "the detector's seed is 5 in the log and 6 now",
            Assert.ThrowsExactly<SessionMismatchException>(
                () => LabelingSession.Open(store, GivenSession.Id, pool, new LabelingOptions { Seed = 6 })).Message);
    }

    [TestMethod]
    public void Open_WhatIsNotTheSession_Throws()
    {
        using var session = GivenSession.Create(10, GivenSession.Options with { LabelPolicy = new OwnPolicy() });
        session.Dispose();
        var (store, pool) = (session.Store, session.Pool);
        var own = GivenSession.Options with { LabelPolicy = new OwnPolicy() };
        Assert.ThrowsExactly<ArgumentNullException>(() => LabelingSession.Open(null!, GivenSession.Id, pool));
        Assert.ThrowsExactly<ArgumentException>(() => LabelingSession.Open(store, string.Empty, pool));
        Assert.ThrowsExactly<ArgumentNullException>(() => LabelingSession.Open(store, GivenSession.Id, null!));
        Assert.ThrowsExactly<KeyNotFoundException>(() => LabelingSession.Open(store, "another", pool, own));
        Assert.Contains(
            "'own', which is none of this library's",
            Assert.ThrowsExactly<SessionMismatchException>(() => GivenSession.Again(session)).Message);
        Assert.Contains(
            "the pool has 9 rows",
            Assert.ThrowsExactly<SessionMismatchException>(
                () => LabelingSession.Open(store, GivenSession.Id, GivenSession.Pool(9), own)).Message);
        Assert.Contains(
            "the strategy is high confidence in the log and random now",
            Assert.ThrowsExactly<SessionMismatchException>(
                () => GivenSession.Again(session, own with { Strategy = new RandomStrategy() })).Message);
        Assert.Throws<OperationCanceledException>(
            () => LabelingSession.Open(store, GivenSession.Id, pool, own, cancellationToken: new CancellationToken(canceled: true)));
        using var again = GivenSession.Again(session, own);
        Assert.AreEqual("own", again.PolicyName);
    }

    [TestMethod]
    public void Open_LogWithoutCreationOrWithDamagedProperties_Throws()
    {
        var noted = new MemorySessionStore();
        noted.Append(
            GivenSession.Id,
            new RowNoted { Sequence = 0, Time = DateTimeOffset.UnixEpoch, Row = 0, Annotator = "a", Text = "b", Tags = [] });
        Assert.Contains(
            "does not begin with the session's creation",
            Assert.ThrowsExactly<SessionMismatchException>(
                () => LabelingSession.Open(noted, GivenSession.Id, GivenSession.Pool(3))).Message);
        foreach (var (name, value) in new[]
        {
            ("labeling.budget", "0"), ("labeling.audit-share", "1"), ("labeling.audit-top-count", "x"), ("labeling.budget", " 4"),
        })
        {
            using var session = GivenSession.Create(10);
            session.Dispose();
            session.Store.Append(GivenSession.Id, new PoolDescribed
            {
                Sequence = GivenSession.Log(session).Count,
                Time = DateTimeOffset.UnixEpoch,
                Properties = new Dictionary<string, string> { [name] = value },
            });
            Assert.Contains(
                $"property {name} of the session's log is '{value}'",
                Assert.ThrowsExactly<SessionMismatchException>(() => GivenSession.Again(session)).Message);
        }
    }

    [TestMethod]
    public async Task Open_LogThatOnlyBegan_IsASessionWithTheDefaults()
    {
        var store = new MemorySessionStore();
        _ = new ActiveLearningSession(GivenSession.Pool(50), new FirstFeatureDetector(), new HighConfidenceStrategy(), new SessionOptions
        {
            LabelPolicy = new LatestAnswerPolicy(),
            Sink = added => store.Append(GivenSession.Id, added),
        });
        using var session = LabelingSession.Open(store, GivenSession.Id, GivenSession.Pool(50), GivenSession.Options);
        Assert.AreEqual(49, await GivenSession.Row(session, "ada"));
        Assert.AreEqual(3, session.State.Budget, "5 % of 50 rows, rounded up.");
    }

    [TestMethod]
    public async Task Open_DisagreementsUnderMajority_AreThereAgain()
    {
        using var session = GivenSession.Create(10, GivenSession.Options with { LabelPolicy = new MajorityPolicy(2) });
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9, Answer.Abnormal);
        await GivenSession.Answer(session, "bob", 9, Answer.Normal);
        await GivenSession.Answer(session, "ada", 3, Answer.Normal);
        session.Dispose();
        using var again = GivenSession.Again(session);
        await again.WaitForModelAsync(Cancelled);
        Assert.AreSequenceEqual([9], again.State.DisagreedRows);
        SessionStates.AreSame(session, again);

        // Both have said what they think of row 9; only somebody else is asked. Row 8 waits for both.
        Assert.AreEqual(9, await GivenSession.Row(again, "eve"));
        Assert.AreEqual(8, await GivenSession.Row(again, "ada"));
        Assert.AreEqual(8, await GivenSession.Row(again, "bob"));
    }

    private sealed class OwnPolicy : LabelPolicy
    {
        public override string Name => "own";

        public override Answer? Decide(IReadOnlyList<AnnotatedAnswer> answers) => answers[^1].Answer;
    }
}
