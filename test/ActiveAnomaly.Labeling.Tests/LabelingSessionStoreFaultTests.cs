using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>Stores that do not keep an event of each kind: it then did not happen, and the next try makes it happen once.</summary>
[TestClass]
public sealed class LabelingSessionStoreFaultTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public void Create_CreationNotKept_ThrowsAndASecondTryCreates()
    {
        var store = new FailingStore { Refuses = added => added is SessionCreated };
        Assert.Contains(
            "full at event 0", Assert.ThrowsExactly<SessionStoreException>(() => GivenSession.Create(10, store: store)).Message);
        Assert.IsEmpty(store.List(Cancelled));
        store.Refuses = null;
        using var session = GivenSession.Create(10, store: store);
        Assert.HasCount(1, store.List(Cancelled));
    }

    [TestMethod]
    public async Task Create_DescriptionNotKept_ThrowsAndASecondTryGoesOnFromThere()
    {
        var store = new FailingStore { Refuses = added => added is PoolDescribed };
        var properties = new Dictionary<string, string> { ["pool"] = "a file" };
        LabelingSession Create(int rowCount = 10) => LabelingSession.Create(
            store, GivenSession.Id, GivenSession.Pool(rowCount), GivenSession.Options with { Budget = 7 }, properties: properties);
        Assert.ThrowsExactly<SessionStoreException>(() => Create());
        Assert.HasCount(1, store.Read(GivenSession.Id, Cancelled));
        store.Refuses = null;

        // Another session has no claim to what was begun.
        Assert.ThrowsExactly<SessionConflictException>(() => Create(rowCount: 11));
        using var session = Create();
        Assert.AreEqual(("a file", 7), (session.Properties["pool"], session.State.Budget));
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        Assert.HasCount(1, GivenSession.Log(session).OfType<SessionCreated>());
        Assert.ThrowsExactly<SessionConflictException>(() => Create());
    }

    [TestMethod]
    public async Task NextQuestionAsync_QuestionNotKept_ThrowsAndAsksNothing()
    {
        var (session, store) = Create();
        store.Refuses = added => added is RowsQueried;
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.NextQuestionAsync("ada"));
        Assert.AreEqual(0, session.State.AskedCount);
        AssertSameAsLog(session);
        store.Refuses = null;
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        Assert.AreEqual("SessionCreated PoolDescribed RowsQueried", GivenSession.Kinds(session, 0));
        session.Dispose();
    }

    [TestMethod]
    public async Task NextQuestionAsync_AnotherNotKept_LeavesTheRowBeforeHim()
    {
        var (session, store) = Create();
        await GivenSession.Row(session, "ada");
        store.Refuses = added => added is RowsQueried;
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.NextQuestionAsync("ada", another: true));
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.NextQuestionAsync("bob"));
        Assert.AreEqual(9, session.State.Annotators.Single().Row);
        store.Refuses = null;
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        Assert.AreEqual(8, await GivenSession.Row(session, "bob"));
        Assert.AreEqual(7, await GivenSession.Row(session, "ada", another: true));
        session.Dispose();
    }

    [TestMethod]
    public async Task AnswerAsync_AnswerNotKept_ThrowsAndASecondTryTakesItOnce()
    {
        var (session, store) = Create();
        await GivenSession.Row(session, "ada");
        store.Refuses = added => added is RowAnswered;
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.AnswerAsync("ada", 9, Answer.Abnormal));
        Assert.AreEqual((0, null), (session.State.AnsweredCount, session.RowOf(9).Decision));
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        AssertSameAsLog(session);
        store.Refuses = null;
        Assert.AreEqual(8, await GivenSession.Answer(session, "ada", 9, Answer.Abnormal));
        Assert.AreEqual(1, GivenSession.Log(session).Count(past => past is RowAnswered));
        AssertSameAsLog(session);
        session.Dispose();
    }

    /// <summary>The answer is kept; the question after it is not. Who answered must not be told that the answer was not taken.</summary>
    [TestMethod]
    public async Task AnswerAsync_NextQuestionNotKept_SaysThatTheAnswerIs()
    {
        var (session, store) = Create();
        await GivenSession.Row(session, "ada");
        store.Refuses = added => added is RowsQueried;
        var receipt = await session.AnswerAsync("ada", 9, Answer.Abnormal, Cancelled);
        Assert.IsNull(receipt.Next.Row);
        Assert.StartsWith("The answer is kept, but the next question cannot be: The disk is full at event", receipt.Next.Waiting);
        Assert.IsInstanceOfType<RowAnswered>(GivenSession.Log(session)[(int)receipt.Sequence]);
        Assert.AreEqual(1, session.State.AskedCount);
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.NextQuestionAsync("ada"));
        AssertSameAsLog(session);
        store.Refuses = null;
        Assert.AreEqual(8, await GivenSession.Row(session, "ada"));
        session.Dispose();
    }

    [TestMethod]
    public async Task AnswerAsync_LabelOrSkipOfARowNeverAskedNotKept_ThrowsAndASecondTryTakesItOnce()
    {
        var (session, store) = Create();
        await session.WaitForModelAsync(Cancelled);
        store.Refuses = added => added is RowLabeled;
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.AnswerAsync("ada", 3, Answer.Normal));
        store.Refuses = added => added is RowsQueried;
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.AnswerAsync("ada", 4, Answer.Skip));

        // The question is kept, and what was said to it is not: the row waits.
        store.Refuses = added => added is RowAnswered;
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.AnswerAsync("ada", 5, Answer.Skip));
        Assert.AreEqual((0, 1), (session.State.AnsweredCount, session.State.AskedCount));
        AssertSameAsLog(session);
        store.Refuses = null;
        await session.AnswerAsync("ada", 3, Answer.Normal, Cancelled);
        await session.AnswerAsync("ada", 4, Answer.Skip, Cancelled);
        await session.AnswerAsync("ada", 5, Answer.Skip, Cancelled);
        Assert.AreEqual((3, 2, 1), (session.State.AnsweredCount, session.State.SkippedCount, session.State.LabeledOutsideCount));
        AssertSameAsLog(session);
        session.Dispose();
    }

    [TestMethod]
    public async Task AnswerAsync_ChangeNotKept_LeavesTheEarlierOneOrNoneAndASecondTryChangesIt()
    {
        var (session, store) = Create();
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9, Answer.Normal);
        store.Refuses = added => added is AnswerWithdrawn;
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.AnswerAsync("ada", 9, Answer.Abnormal));
        Assert.AreEqual(Answer.Normal, session.RowOf(9).Decision);
        store.Refuses = added => added is RowAnswered;
        await Assert.ThrowsExactlyAsync<SessionStoreException>(() => session.AnswerAsync("ada", 9, Answer.Abnormal));
        Assert.IsNull(session.RowOf(9).Decision);
        AssertSameAsLog(session);
        store.Refuses = null;
        await session.AnswerAsync("ada", 9, Answer.Abnormal, Cancelled);
        Assert.AreSequenceEqual([Answer.Abnormal], session.RowOf(9).Answers.Select(answer => answer.Answer));
        AssertSameAsLog(session);
        session.Dispose();
    }

    [TestMethod]
    public async Task AnswerAll_OneNotKept_ThrowsAndKeepsThoseBefore()
    {
        var (session, store) = Create();
        store.Refuses = added => added is RowLabeled { Row: 2 };
        Assert.ThrowsExactly<SessionStoreException>(() => session.AnswerAll("ada", [0, 1, 2, 3], Answer.Normal));
        Assert.AreSequenceEqual([0, 1], session.Labels.NormalRows);
        AssertSameAsLog(session);
        store.Refuses = null;
        Assert.AreEqual(4, session.AnswerAll("ada", [0, 1, 2, 3], Answer.Normal).Count);
        Assert.AreEqual(4, GivenSession.Log(session).Count(past => past is RowLabeled));
        await session.WaitForModelAsync(Cancelled);
        session.Dispose();
    }

    [TestMethod]
    public void AnswerAll_StoreThatIsClosed_ThrowsAndRefusesNoRow()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteSessionStore(folder.File("labels.db"));
        using var session = GivenSession.Create(10, store: store);
        store.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => session.AnswerAll("ada", [1, 2], Answer.Normal));
    }

    [TestMethod]
    public async Task Withdraw_NotKept_ThrowsAndTheAnswerStands()
    {
        var (session, store) = Create();
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9);
        store.Refuses = added => added is AnswerWithdrawn;
        Assert.ThrowsExactly<SessionStoreException>(() => session.Withdraw("ada"));
        Assert.AreEqual((Answer.Normal, 8), (session.RowOf(9).Decision, await GivenSession.Row(session, "ada")));
        AssertSameAsLog(session);
        store.Refuses = null;
        Assert.AreEqual(9, session.Withdraw("ada").Next.Row);
        Assert.AreEqual(1, GivenSession.Log(session).Count(past => past is AnswerWithdrawn));
        session.Dispose();
    }

    [TestMethod]
    public void Note_NotKept_ThrowsAndTheEarlierOneStays()
    {
        var (session, store) = Create();
        session.Note("ada", 3, "first", []);
        store.Refuses = added => added is RowNoted;
        Assert.ThrowsExactly<SessionStoreException>(() => session.Note("ada", 3, "second", []));
        Assert.AreEqual("first", session.RowOf(3).Notes.Single().Text);
        AssertSameAsLog(session);
        store.Refuses = null;
        session.Note("ada", 3, "second", []);
        Assert.AreEqual("second", session.RowOf(3).Notes.Single().Text);
        session.Dispose();
    }

    [TestMethod]
    public async Task AnswerAsync_ModelNotKept_PeopleGoOnAndTheNextAnswerTriesAgain()
    {
        var (session, store) = Create(rowCount: 40);
        await GivenSession.Row(session, "ada");
        await session.WaitForModelAsync(Cancelled);
        store.Refuses = added => added is StageTrained;
        for (var row = 39; row > 20; row--)
        {
            Assert.AreEqual(row - 1, await GivenSession.Answer(session, "ada", row));
        }

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => session.WaitForModelAsync(Cancelled));
        Assert.StartsWith("SessionStoreException: The disk is full at event", session.State.TrainingFailure);
        Assert.AreEqual(0, session.State.Model!.Stage);
        store.Refuses = null;
        await GivenSession.Answer(session, "ada", 20);
        for (var state = session.State; state.TrainingFailure is not null; state = session.State)
        {
            await session.WaitForChangeAsync(state.Version, Cancelled);
        }

        Assert.AreEqual(20, (await session.WaitForModelAsync(Cancelled)).AnswerCount);
        AssertSameAsLog(session);
        session.Dispose();
    }

    [TestMethod]
    public async Task AnswerAsync_SecondWriter_ConflictsAndTakesNothing()
    {
        var (session, store) = Create();
        await GivenSession.Row(session, "ada");
        await session.WaitForModelAsync(Cancelled);
        var before = SessionStates.Text(session);
        var log = GivenSession.Log(session);
        store.Append(
            GivenSession.Id,
            new RowNoted
            {
                Sequence = log.Count, Time = DateTimeOffset.UnixEpoch, Row = 0, Annotator = "somebody else", Text = "x", Tags = [],
            });
        await Assert.ThrowsExactlyAsync<SessionConflictException>(() => session.AnswerAsync("ada", 9, Answer.Normal));
        await Assert.ThrowsExactlyAsync<SessionConflictException>(() => session.NextQuestionAsync("bob"));
        Assert.ThrowsExactly<SessionConflictException>(() => session.AnswerAll("ada", [1], Answer.Normal));
        Assert.ThrowsExactly<SessionConflictException>(() => session.Note("ada", 1, "x", []));
        Assert.AreEqual(before, SessionStates.Text(session));
        Assert.HasCount(log.Count + 1, GivenSession.Log(session));
        session.Dispose();
        using var again = GivenSession.Again(session);
        Assert.AreEqual(8, await GivenSession.Answer(again, "ada", await GivenSession.Row(again, "ada")));
    }

    private static (LabelingSession Session, FailingStore Store) Create(int rowCount = 10)
    {
        var store = new FailingStore();
        return (GivenSession.Create(rowCount, store: store), store);
    }

    /// <summary>Opens the log afresh, from a copy: what it says is what the session says.</summary>
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
