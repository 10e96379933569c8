using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class LabelingSessionTests
{
    private const string Id = "session";

    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public async Task AnswerAsync_ThirtyAnswers_ModelIsThatOfTheSameAnswersInCode()
    {
        var (pool, truth) = Pool(400);
        var store = new MemorySessionStore();
        using var session = LabelingSession.Create(
            store, Id, pool, new LabelingOptions { HiddenTruth = truth, LongestWait = TimeSpan.FromMinutes(1) });
        var question = await session.NextQuestionAsync("ada", cancellationToken: Cancelled);
        for (var i = 0; i < 30; i++)
        {
            Assert.IsNotNull(question.Row, question.Waiting);
            var row = question.Row.Value;
            var begin = TimeProvider.System.GetTimestamp();
            question = (await session.AnswerAsync("ada", row, truth[row] ? Answer.Abnormal : Answer.Normal, Cancelled)).Next;
            TestContext.WriteLine($"{TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds:F1} ms, {question.Reason}, stage "
                + $"{question.Stage}");
        }

        var model = await session.WaitForModelAsync(Cancelled);
        var state = session.State;
        Assert.AreEqual(30, state.AnsweredCount);
        Assert.HasCount(30, state.Found);
        Assert.AreEqual(0, state.UnseenAnswerCount);
        Assert.AreEqual(state.AbnormalCount, state.Found[^1].AbnormalCount);

        // The same answers given beforehand, to a detector that never saw the session.
        var direct = new GaussianProcessDetector(new GaussianProcessOptions { Seed = 0 })
            .Fit(new TrainingRequest(pool, session.Labels) { LabelsCountForTwins = true });
        CollectionAssert.AreEqual(direct.Scores.ToArray(), model.Scores.ToArray());
        Assert.AreEqual(Ranking.RocAuc(direct.Scores.Span, truth), model.Auc);
        TestContext.WriteLine($"{model.Stage} stages, {store.Read(Id, Cancelled).Count} events, AUC {model.Auc}");
    }

    [TestMethod]
    public async Task NextQuestionAsync_New_IsTheStrategysFirstRow()
    {
        using var session = GivenSession.Create(10);
        var question = await session.NextQuestionAsync("ada", cancellationToken: Cancelled);
        Assert.AreEqual(9, question.Row);
        Assert.AreEqual("highest score", question.Reason);
        Assert.AreEqual(0, question.Stage);
        Assert.IsNull(question.Waiting);
        Assert.AreSequenceEqual([8, 7, 6, 5, 4], question.Upcoming);
        Assert.AreEqual("SessionCreated PoolDescribed RowsQueried", GivenSession.Kinds(session, 0));
    }

    [TestMethod]
    public async Task NextQuestionAsync_UpcomingCountOfTwo_ChoosesTwoAhead()
    {
        using var session = GivenSession.Create(10, GivenSession.Options with { UpcomingCount = 2 });
        var question = await session.NextQuestionAsync("ada", cancellationToken: Cancelled);
        Assert.AreSequenceEqual([8], question.Upcoming);
    }

    [TestMethod]
    public async Task NextQuestionAsync_Unanswered_StaysTheSameAndAsksNothing()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        var count = GivenSession.Log(session).Count;
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        Assert.HasCount(count, GivenSession.Log(session));
    }

    [TestMethod]
    public async Task NextQuestionAsync_CancelledBeforehand_ThrowsAndAsksNothing()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAsync<OperationCanceledException>(() => session.NextQuestionAsync("bob", cancellationToken: cancelled));
        Assert.AreEqual(1, session.State.AskedCount);
        Assert.HasCount(1, session.State.Annotators);
    }

    [TestMethod]
    public async Task AnswerAsync_Question_KeepsItAndGivesTheNext()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        var receipt = await session.AnswerAsync("ada", 9, Answer.Abnormal, Cancelled);
        Assert.AreEqual(9, receipt.Row);
        Assert.AreEqual(8, receipt.Next.Row);
        Assert.AreEqual(1, receipt.Next.Stage);
        var kept = Assert.IsInstanceOfType<RowAnswered>(GivenSession.Log(session)[(int)receipt.Sequence]);
        Assert.AreEqual((9, Answer.Abnormal, "ada"), (kept.Row, kept.Answer, kept.Annotator));
        Assert.AreEqual(RowLabel.Abnormal, session.Labels[9]);
    }

    [TestMethod]
    public async Task AnswerAsync_SameAgain_ChangesNothing()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9);
        await session.WaitForModelAsync(Cancelled);
        var log = GivenSession.Log(session);
        var receipt = await session.AnswerAsync("ada", 9, Answer.Normal, Cancelled);
        Assert.AreEqual(8, receipt.Next.Row);
        Assert.AreEqual(log.Count - 1, receipt.Sequence);
        Assert.HasCount(log.Count, GivenSession.Log(session));
    }

    [TestMethod]
    public async Task AnswerAsync_Another_ReplacesTheEarlierOne()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9);
        var first = GivenSession.Log(session).Count;
        var receipt = await session.AnswerAsync("ada", 9, Answer.Abnormal, Cancelled);
        Assert.AreEqual("AnswerWithdrawn RowAnswered", GivenSession.Kinds(session, first));
        Assert.IsInstanceOfType<RowAnswered>(GivenSession.Log(session)[(int)receipt.Sequence]);
        Assert.AreSequenceEqual([Answer.Abnormal], session.RowOf(9).Answers.Select(answer => answer.Answer));
        Assert.AreEqual((0, 1, 1), (session.State.NormalCount, session.State.AbnormalCount, session.State.AnsweredCount));
    }

    [TestMethod]
    public async Task AnswerAsync_RowNeverAsked_IsALabelFromOutside()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        var first = GivenSession.Log(session).Count;
        Assert.AreEqual(9, await GivenSession.Answer(session, "ada", 3, Answer.Abnormal), "The row before him stays.");
        Assert.AreEqual("RowLabeled", GivenSession.Kinds(session, first));
        var state = session.State;
        Assert.AreEqual((1, 1, 1), (state.LabeledOutsideCount, state.AnsweredCount, state.AskedCount));
        Assert.IsEmpty(state.Found);
        Assert.IsFalse(session.RowOf(3).IsAsked);
    }

    [TestMethod]
    public async Task AnswerAsync_SkipOfARowNeverAsked_AsksAndSkips()
    {
        using var session = GivenSession.Create(10);
        await session.WaitForModelAsync(Cancelled);
        var first = GivenSession.Log(session).Count;
        await GivenSession.Answer(session, "ada", 3, Answer.Skip);
        Assert.StartsWith("RowsQueried RowAnswered", GivenSession.Kinds(session, first));
        Assert.AreEqual(QueryPurpose.Request, GivenSession.Log(session).OfType<RowsQueried>().First().Purpose);
        Assert.AreEqual((1, 0), (session.State.SkippedCount, session.State.LabeledOutsideCount));
        Assert.AreEqual(RowLabel.Unlabeled, session.Labels[3]);
    }

    [TestMethod]
    public async Task AnswerAsync_SkipOfALabelledRowNeverAsked_Throws()
    {
        using var session = GivenSession.Create(10);
        await session.WaitForModelAsync(Cancelled);
        await GivenSession.Answer(session, "ada", 3);
        Assert.Contains(
            "take the label back",
            (await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => session.AnswerAsync("ada", 3, Answer.Skip))).Message);
        Assert.AreEqual(Answer.Normal, session.RowOf(3).Decision);
    }

    [TestMethod]
    public async Task AnswerAsync_SkipBeforeTheFirstModel_ThrowsAndLabelsAreTaken()
    {
        using var release = new ManualResetEventSlim();
        using var session = GivenSession.Create(
            10,
            GivenSession.Options with
            {
                Detector = new ScriptedDetector(request => release.Wait(request.CancellationToken)),
                Patience = TimeSpan.Zero,
                LongestWait = TimeSpan.FromMilliseconds(10),
            });
        Assert.Contains(
            "no model yet",
            (await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => session.AnswerAsync("ada", 3, Answer.Skip))).Message);
        var receipt = await session.AnswerAsync("ada", 3, Answer.Normal, Cancelled);
        Assert.AreEqual("The first model is being trained.", receipt.Next.Waiting);
        Assert.IsNull(session.State.Model);
        release.Set();
        Question question;
        do
        {
            question = await session.NextQuestionAsync("ada", cancellationToken: Cancelled);
        }
        while (question.Row is null);
        Assert.AreEqual(9, question.Row);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(10)]
    public async Task AnswerAsync_NoSuchRow_Throws(int row)
    {
        using var session = GivenSession.Create(10);
        const string found = "the pool's rows are 0 to 9";
        Assert.Contains(
            found,
            (await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => session.AnswerAsync("ada", row, Answer.Normal))).Message);
        Assert.Contains(found, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => session.RowOf(row)).Message);
        Assert.Contains(found, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => session.Note("ada", row, "x", [])).Message);
        Assert.ThrowsExactly<InvalidOperationException>(() => session.Withdraw("ada", row));
    }

    [TestMethod]
    public async Task AnswerAsync_NoAnswer_Throws()
    {
        using var session = GivenSession.Create(10);
        Assert.Contains(
            "row 3 is 7",
            (await Assert.ThrowsExactlyAsync<ArgumentException>(() => session.AnswerAsync("ada", 3, (Answer)7))).Message);
    }

    [TestMethod]
    public async Task AnswerAsync_KnownBeforehand_TakesTheSameAndRefusesOthers()
    {
        var known = PoolLabels.None(10).With([KeyValuePair.Create(9, RowLabel.Abnormal), KeyValuePair.Create(0, RowLabel.Normal)]);
        using var session = GivenSession.Create(10, known: known);
        Assert.AreEqual(8, await GivenSession.Row(session, "ada"));
        var count = GivenSession.Log(session).Count;
        Assert.AreEqual(8, await GivenSession.Answer(session, "ada", 9, Answer.Abnormal));
        Assert.HasCount(count, GivenSession.Log(session));
        foreach (var answer in new[] { Answer.Normal, Answer.Skip })
        {
            Assert.Contains(
                "Row 9 was known to be Abnormal",
                (await Assert.ThrowsExactlyAsync<ArgumentException>(() => session.AnswerAsync("ada", 9, answer))).Message);
        }

        Assert.AreEqual((2, 0), (session.State.KnownCount, session.State.AnsweredCount));
        var record = session.RowOf(9);
        Assert.AreEqual((Answer.Abnormal, true), (record.Decision, record.IsKnownBeforehand));
    }

    [TestMethod]
    public async Task AnswerAsync_CancelledBeforehand_IsNotTaken()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => session.AnswerAsync("ada", 9, Answer.Normal, new CancellationToken(canceled: true)));
        Assert.AreEqual(0, session.State.AnsweredCount);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    public async Task Members_AnnotatorWithoutAName_Throw(string annotator)
    {
        using var session = GivenSession.Create(10);
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => session.NextQuestionAsync(annotator));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => session.AnswerAsync(annotator, 1, Answer.Normal));
        Assert.ThrowsExactly<ArgumentException>(() => session.AnswerAll(annotator, [1], Answer.Normal));
        Assert.ThrowsExactly<ArgumentException>(() => session.Withdraw(annotator));
        Assert.ThrowsExactly<ArgumentException>(() => session.Note(annotator, 1, "x", []));
    }

    [TestMethod]
    public async Task AnswerAll_SomeRefused_SaysWhichAndWhy()
    {
        var known = PoolLabels.None(10).With([KeyValuePair.Create(4, RowLabel.Normal)]);
        using var session = GivenSession.Create(10, known: known);
        await GivenSession.Row(session, "ada");
        var receipt = session.AnswerAll("ada", [2, 4, 2, 10, 9, -1], Answer.Abnormal);
        Assert.AreEqual(2, receipt.Count);
        Assert.AreSequenceEqual([4, 10, -1], receipt.Refused.Select(refused => refused.Row));
        Assert.Contains("known to be Normal", receipt.Refused[0].Why);
        Assert.Contains("no row 10", receipt.Refused[1].Why);
        Assert.AreSequenceEqual(
            [2, 9], GivenSession.Log(session).Select(past => (past as RowLabeled)?.Row ?? (past as RowAnswered)?.Row).OfType<int>());
        Assert.IsGreaterThanOrEqualTo(receipt.Sequence, session.State.Sequence);
        Assert.AreEqual(0, session.AnswerAll("ada", [], Answer.Normal).Count);
        Assert.ThrowsExactly<ArgumentNullException>(() => session.AnswerAll("ada", null!, Answer.Normal));
    }

    [TestMethod]
    public async Task Dispose_ThenUsed_ThrowsButCanBeRead()
    {
        var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9);
        session.Dispose();
        session.Dispose();
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => session.NextQuestionAsync("ada"));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => session.AnswerAsync("ada", 8, Answer.Normal));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => session.WaitForModelAsync());
        Assert.ThrowsExactly<ObjectDisposedException>(() => session.AnswerAll("ada", [8], Answer.Normal));
        Assert.ThrowsExactly<ObjectDisposedException>(() => session.Withdraw("ada"));
        Assert.ThrowsExactly<ObjectDisposedException>(() => session.Note("ada", 8, "x", []));
        Assert.AreEqual(1, session.State.AnsweredCount);
        Assert.AreEqual(Answer.Normal, session.RowOf(9).Decision);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(9)]
    public async Task AnswerAsync_UntilThePoolIsExhausted_AsksEachRowOnceAndSaysThatNothingIsLeft(int rowCount)
    {
        using var session = GivenSession.Create(rowCount);
        int? row = await GivenSession.Row(session, "ada");
        var asked = new List<int>();
        while (row is { } open)
        {
            asked.Add(open);
            row = await GivenSession.Answer(session, "ada", open, open % 2 == 0 ? Answer.Normal : Answer.Skip);
        }

        Assert.AreSequenceEqual(Enumerable.Range(0, rowCount).Reverse(), asked);
        Assert.AreEqual("Nothing is left to ask about.", await GivenSession.Waiting(session, "ada"));
        Assert.AreEqual("Nothing is left to ask about.", await GivenSession.Waiting(session, "bob"));
        Assert.AreEqual((rowCount, rowCount), (session.State.AskedCount, session.State.AnsweredCount));

        // What is taken back is there again, for him alone.
        Assert.AreEqual(0, session.Withdraw("ada", 0).Next.Row);
        Assert.IsNull(await GivenSession.Answer(session, "ada", 0, Answer.Abnormal));
    }

    [TestMethod]
    public async Task NextQuestionAsync_AllRowsKnownBeforehand_SaysThatNothingIsLeft()
    {
        var known = PoolLabels.None(3).With(Enumerable.Range(0, 3).Select(row => KeyValuePair.Create(row, RowLabel.Normal)));
        using var session = GivenSession.Create(3, GivenSession.Options with { AuditShare = 0.5 }, known);
        Assert.AreEqual("Nothing is left to ask about.", await GivenSession.Waiting(session, "ada"));
        Assert.AreEqual((0, 3), (session.State.AskedCount, session.State.KnownCount));
        Assert.AreEqual(3, (await session.WaitForModelAsync(Cancelled)).AnswerCount);
    }

    [TestMethod]
    public void Create_WhatCannotBeASession_Throws()
    {
        var store = new MemorySessionStore();
        Assert.ThrowsExactly<ArgumentNullException>(() => LabelingSession.Create(null!, Id, GivenSession.Pool(3)));
        Assert.ThrowsExactly<ArgumentException>(() => LabelingSession.Create(store, string.Empty, GivenSession.Pool(3)));
        Assert.ThrowsExactly<ArgumentNullException>(() => LabelingSession.Create(store, Id, null!));
        Assert.ThrowsExactly<ArgumentException>(
            () => LabelingSession.Create(store, Id, GivenSession.Pool(3), known: PoolLabels.None(4)));
        Assert.Contains(
            "learns from no label",
            Assert.ThrowsExactly<ArgumentException>(
                () => GivenSession.Create(3, GivenSession.Options with { Detector = new FirstFeatureDetector(usesLabels: false) }))
                .Message);
        foreach (var rowCount in new[] { 0, 1 })
        {
            Assert.Contains(
                $"has {rowCount} rows; at least 2",
                Assert.ThrowsExactly<ArgumentException>(() => GivenSession.Create(rowCount, store: store)).Message);
        }

        Assert.IsEmpty(store.List(Cancelled));
        using var session = GivenSession.Create(3, store: store);
        Assert.ThrowsExactly<SessionConflictException>(() => GivenSession.Create(3, store: store));
    }

    [TestMethod]
    public void Members_OfASession_SayWhatItIs()
    {
        var store = new MemorySessionStore();
        var properties = new Dictionary<string, string> { ["pool"] = "a file" };
        var options = GivenSession.Options with { LabelPolicy = new OneAnnotatorPolicy("ada"), AuditShare = 0.25 };
        var pool = GivenSession.Pool(200);
        using var session = LabelingSession.Create(store, Id, pool, options, properties: properties);
        Assert.AreSame(store, session.Store);
        Assert.AreEqual(Id, session.Id);
        Assert.AreSame(pool, session.Pool);
        Assert.AreEqual(
            ("first feature", "high confidence", "one annotator (ada)"),
            (session.DetectorName, session.StrategyName, session.PolicyName));
        Assert.AreEqual(("ada", false, 0.25), (session.UsualAnnotator, session.AllowsSeveralAnnotators, session.AuditShare));

        // 5 % of 200 rows are meant to be asked about; the top is 1 % of them, and at least 10.
        Assert.AreEqual("a file", session.Properties["pool"]);
        Assert.AreEqual(
            ("10", "0.25", "10"),
            (session.Properties["labeling.budget"],
                session.Properties["labeling.audit-share"],
                session.Properties["labeling.audit-top-count"]));
        using var several = GivenSession.Create(3);
        Assert.AreEqual(("expert", true), (several.UsualAnnotator, several.AllowsSeveralAnnotators));
    }

    private static (FeatureMatrix Pool, bool[] Truth) Pool(int rowCount)
    {
        var random = new SeededRandom(7);
        var values = new float[rowCount, 5];
        var truth = new bool[rowCount];
        for (var row = 0; row < rowCount; row++)
        {
            truth[row] = row % 12 == 0;
            for (var k = 0; k < 5; k++)
            {
                values[row, k] = (float)(random.NextNormal() + (truth[row] && k < 2 ? 2.5 : 0));
            }
        }

        return (FeatureMatrix.Copy(values.Cast<float>().ToArray(), 5), truth);
    }
}
