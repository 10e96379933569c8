using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Stores whose connection breaks before they say whether an event is kept: the session reads its log, and what was said is neither lost
/// nor there twice when it is said again.
/// </summary>
[TestClass]
public sealed class LabelingSessionUnknownAppendTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task AnswerAsync_AgainAfterTheConnectionBroke_IsThereOnce(bool isKept)
    {
        var (session, store) = await CreateAsync();
        await BrokenAsync(session, store, isKept);
        Assert.AreEqual(8, await GivenSession.Answer(session, "ada", 9, Answer.Abnormal));
        Assert.AreEqual(Answer.Abnormal, session.RowOf(9).Decision);
        Assert.HasCount(1, GivenSession.Log(session).OfType<RowAnswered>());
        Assert.AreEqual(7, await GivenSession.Answer(session, "ada", 8));
        AssertSameAsLog(session);
        session.Dispose();
    }

    [TestMethod]
    public async Task AnswerAsync_OfSomebodyElseAfterTheConnectionBroke_FollowsOnTheOneThatIsKept()
    {
        var (session, store) = await CreateAsync();
        await BrokenAsync(session, store, isKept: true);
        await session.AnswerAsync("bob", 3, Answer.Normal, Cancelled);
        Assert.AreEqual((Answer.Abnormal, Answer.Normal), (session.RowOf(9).Decision, session.RowOf(3).Decision));
        Assert.AreEqual(2, session.State.AnsweredCount);
        Assert.IsFalse(session.IsOvertaken);
        AssertSameAsLog(session);
        session.Dispose();
    }

    [TestMethod]
    public async Task AnswerAsync_AnotherOneAfterTheConnectionBroke_ReplacesTheOneThatIsKept()
    {
        var (session, store) = await CreateAsync();
        await BrokenAsync(session, store, isKept: true);
        await session.AnswerAsync("ada", 9, Answer.Normal, Cancelled);
        Assert.AreEqual(Answer.Normal, session.RowOf(9).Decision);
        Assert.Contains("RowAnswered AnswerWithdrawn RowAnswered", GivenSession.Kinds(session, 0));
        AssertSameAsLog(session);
        session.Dispose();
    }

    /// <summary>What a server that was frozen had been sent it may keep after the session looked at the log.</summary>
    [TestMethod]
    public async Task AnswerAsync_FirstOneIsKeptLate_IsThereOnceAndNobodyElseIsBlamed()
    {
        var (session, store) = await CreateAsync();
        await BrokenAsync(session, store, isKept: false);
        store.OnAppend = _ =>
        {
            store.OnAppend = null;
            store.Bring(GivenSession.Id, store.Lost.OfType<RowAnswered>().Single());
        };
        var refused = await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.AnswerAsync("bob", 3, Answer.Normal));
        Assert.EndsWith("Try again.", refused.Message);
        await session.AnswerAsync("bob", 3, Answer.Normal, Cancelled);
        await session.AnswerAsync("ada", 9, Answer.Abnormal, Cancelled);
        Assert.AreEqual(2, GivenSession.Log(session).Count(past => past is RowAnswered or RowLabeled));
        Assert.IsFalse(session.IsOvertaken);
        AssertSameAsLog(session);
        session.Dispose();
    }

    [TestMethod]
    public async Task AnswerAsync_StoreStillAway_ThrowsUntilItIsBack()
    {
        var (session, store) = await CreateAsync();
        store.IsAway = true;
        await BrokenAsync(session, store, isKept: true);
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.AnswerAsync("ada", 9, Answer.Abnormal));
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        store.IsAway = false;
        await session.AnswerAsync("ada", 9, Answer.Abnormal, Cancelled);
        Assert.HasCount(1, GivenSession.Log(session).OfType<RowAnswered>());
        session.Dispose();
    }

    /// <summary>Nobody says anything again: what was kept counts all the same.</summary>
    [TestMethod]
    public async Task State_AfterTheConnectionBroke_HasTheAnswerByItself()
    {
        var (session, store) = await CreateAsync();
        await BrokenAsync(session, store, isKept: true);
        for (var state = session.State; state.AnsweredCount == 0; state = session.State)
        {
            await session.WaitForChangeAsync(state.Version, Cancelled);
        }

        Assert.AreEqual(Answer.Abnormal, session.RowOf(9).Decision);
        session.Dispose();
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task AnswerAsync_AnotherProgramWroteMeanwhile_IsOvertaken(bool isAfterOwn)
    {
        var (session, store) = await CreateAsync();
        store.IsAway = true;
        await BrokenAsync(session, store, isKept: isAfterOwn);

        // While nothing can be read: the session reads by itself as soon as it can, and would go on alone.
        store.Bring(GivenSession.Id, new RowNoted
        {
            Sequence = store.CountOf(GivenSession.Id),
            Time = DateTimeOffset.UnixEpoch,
            Row = 0,
            Annotator = "eve",
            Text = "elsewhere",
            Tags = [],
        });
        store.IsAway = false;
        await Assert.ThrowsExactlyAsync<SessionConflictException>(() => session.AnswerAsync("ada", 9, Answer.Abnormal));
        Assert.IsTrue(session.IsOvertaken);
        session.Dispose();
    }

    [TestMethod]
    public async Task NextQuestionAsync_QuestionIsKeptUnsaid_IsAskedOnce()
    {
        var (session, store) = await CreateAsync();
        store.KeepsUnsaid = Once(store, added => added is RowsQueried);
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.NextQuestionAsync("bob", another: true));
        Assert.AreEqual(8, await GivenSession.Row(session, "bob"));
        Assert.AreEqual(2, session.State.AskedCount);
        AssertSameAsLog(session);
        session.Dispose();
    }

    [TestMethod]
    public async Task Withdraw_KeptUnsaidAndAgain_TakesNothingElseBack()
    {
        var (session, store) = await CreateAsync();
        await GivenSession.Answer(session, "ada", 9);
        await GivenSession.Answer(session, "ada", 8);
        var answer = (await session.AnswerAsync("ada", 8, Answer.Normal, Cancelled)).AnswerSequence;
        store.KeepsUnsaid = Once(store, added => added is AnswerWithdrawn);
        Assert.ThrowsExactly<SessionStoreException>(() => session.Withdraw("ada", row: null, answer));
        Assert.Contains(
            "may have been taken back before",
            Assert.ThrowsExactly<InvalidOperationException>(() => session.Withdraw("ada", row: null, answer)).Message);
        Assert.AreEqual((Answer.Normal, null), (session.RowOf(9).Decision, session.RowOf(8).Decision));
        Assert.AreEqual(8, await GivenSession.Row(session, "ada"));
        AssertSameAsLog(session);
        session.Dispose();
    }

    [TestMethod]
    public async Task Note_KeptUnsaid_IsThereWhenTheNextIsWritten()
    {
        var (session, store) = await CreateAsync();
        store.KeepsUnsaid = Once(store, added => added is RowNoted);
        Assert.ThrowsExactly<SessionStoreException>(() => session.Note("ada", 3, "first", []));
        session.Note("ada", 4, "second", []);
        Assert.AreEqual(("first", "second"), (session.RowOf(3).Notes.Single().Text, session.RowOf(4).Notes.Single().Text));
        AssertSameAsLog(session);
        session.Dispose();
    }

    [TestMethod]
    public async Task WaitForModelAsync_TrainingKeptUnsaid_TakesTheModelThatWasTrained()
    {
        var (session, store) = await CreateAsync();
        store.KeepsUnsaid = Once(store, added => added is StageTrained { Stage: 1 });
        await session.AnswerAsync("ada", 9, Answer.Abnormal, Cancelled);
        var state = session.State;
        while (GivenSession.Log(session).OfType<StageTrained>().Count() < 2 || state.TrainingFailure is not null)
        {
            await session.WaitForChangeAsync(state.Version, Cancelled);
            state = session.State;
        }

        var model = await session.WaitForModelAsync(Cancelled);
        Assert.AreEqual((1, 1), (model.Stage, model.AnswerCount));
        Assert.HasCount(1, GivenSession.Log(session).OfType<StageTrained>().Where(trained => trained.Stage == 1));
        AssertSameAsLog(session);
        session.Dispose();
    }

    private static async Task<(LabelingSession Session, FailingStore Store)> CreateAsync()
    {
        var store = new FailingStore();
        var session = GivenSession.Create(10, store: store);
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        return (session, store);
    }

    /// <summary>Answers for row 9 while the connection breaks.</summary>
    private static async Task BrokenAsync(LabelingSession session, FailingStore store, bool isKept)
    {
        var isBroken = Once(store, added => added is RowAnswered);
        store.KeepsUnsaid = isKept ? isBroken : null;
        store.Loses = isKept ? null : isBroken;
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.AnswerAsync("ada", 9, Answer.Abnormal));
    }

    private static Predicate<SessionEvent> Once(FailingStore store, Predicate<SessionEvent> isMeant) => added =>
    {
        if (!isMeant(added))
        {
            return false;
        }

        (store.KeepsUnsaid, store.Loses) = (null, null);
        return true;
    };

    private static void AssertSameAsLog(LabelingSession session)
    {
        var copy = new MemorySessionStore();
        foreach (var past in GivenSession.Log(session))
        {
            copy.Append(GivenSession.Id, past);
        }

        using var afresh = LabelingSession.Open(copy, GivenSession.Id, session.Pool, GivenSession.Options);
        SessionStates.AreSame(afresh, session);
    }
}
