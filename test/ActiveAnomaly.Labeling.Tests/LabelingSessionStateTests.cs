using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Labeling;

/// <summary>What a session says of itself, and undo.</summary>
[TestClass]
public sealed class LabelingSessionStateTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public async Task Withdraw_LastAnswer_PutsTheRowBeforeHimAgain()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9);
        await GivenSession.Answer(session, "ada", 8, Answer.Abnormal);
        var receipt = session.Withdraw("ada");
        Assert.AreEqual((8, 8), (receipt.Row, receipt.Next.Row));
        Assert.IsInstanceOfType<AnswerWithdrawn>(GivenSession.Log(session)[(int)receipt.Sequence]);
        Assert.AreEqual((1, 0), (session.State.AnsweredCount, session.State.AbnormalCount));
        Assert.AreEqual(9, session.State.Annotators.Single().LastRow);
        Assert.AreEqual(9, session.Withdraw("ada").Row);
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        Assert.AreEqual(8, await GivenSession.Answer(session, "ada", 9), "The one before waits again.");
        Assert.AreEqual(7, await GivenSession.Answer(session, "ada", 8));
    }

    [TestMethod]
    public async Task Withdraw_GivenRow_TakesThatBack()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9);
        await GivenSession.Answer(session, "ada", 8);
        Assert.AreEqual((9, 9), (session.Withdraw("ada", 9).Row, await GivenSession.Row(session, "ada")));
        Assert.AreEqual(8, session.State.Annotators.Single().LastRow);
    }

    /// <summary>What a client does that was not told how its first attempt ended.</summary>
    [TestMethod]
    public async Task Withdraw_TheSameAnswerTwice_TakesBackNoOther()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        var first = await session.AnswerAsync("ada", 9, Answer.Normal, Cancelled);
        var second = await session.AnswerAsync("ada", 8, Answer.Abnormal, Cancelled);
        Assert.AreEqual(9, RowOf(GivenSession.Log(session)[(int)first.AnswerSequence!]));
        Assert.AreEqual(8, RowOf(GivenSession.Log(session)[(int)second.AnswerSequence!]));
        Assert.AreEqual(second.AnswerSequence, session.State.Annotators.Single().LastAnswerSequence);

        Assert.IsNull(session.Withdraw("ada", answerSequence: second.AnswerSequence).AnswerSequence);
        var message = Assert.ThrowsExactly<InvalidOperationException>(
            () => session.Withdraw("ada", answerSequence: second.AnswerSequence)).Message;

        Assert.AreEqual(
            $"ada's last answer that stands, for row 9, is event {first.AnswerSequence}, and not event {second.AnswerSequence}; nothing "
            + $"was taken back. Event {second.AnswerSequence} may have been taken back before. To take back this answer, name event "
            + $"{first.AnswerSequence}.",
            message);
        Assert.AreEqual((1, 9), (session.State.AnsweredCount, session.State.Annotators.Single().LastRow));
    }

    [TestMethod]
    public async Task Withdraw_OfARowAnsweredAnew_TakesBackTheAnswerThatIsMeantOnly()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        var first = await session.AnswerAsync("ada", 9, Answer.Normal, Cancelled);
        session.Withdraw("ada", 9, first.AnswerSequence);
        var second = await session.AnswerAsync("ada", 9, Answer.Abnormal, Cancelled);
        await session.AnswerAsync("ada", 8, Answer.Normal, Cancelled);

        Assert.StartsWith(
            $"ada's answer for row 9 is event {second.AnswerSequence}, and not event {first.AnswerSequence}; nothing was taken back.",
            Assert.ThrowsExactly<InvalidOperationException>(() => session.Withdraw("ada", 9, first.AnswerSequence)).Message);
        Assert.AreEqual(9, session.Withdraw("ada", 9, second.AnswerSequence).Row);
    }

    [TestMethod]
    public async Task AnswerAsync_TheSameTwice_NamesTheSameEvent()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        var first = await session.AnswerAsync("ada", 9, Answer.Normal, Cancelled);
        await session.AnswerAsync("ada", 8, Answer.Normal, Cancelled);
        await session.AnswerAsync("bob", 9, Answer.Normal, Cancelled);
        var again = await session.AnswerAsync("ada", 9, Answer.Normal, Cancelled);
        var changed = await session.AnswerAsync("ada", 9, Answer.Abnormal, Cancelled);

        Assert.AreEqual(first.AnswerSequence, again.AnswerSequence);
        Assert.IsGreaterThan(first.AnswerSequence!.Value, again.Sequence);
        Assert.AreEqual(changed.Sequence, changed.AnswerSequence);
        Assert.AreEqual(changed.AnswerSequence, session.State.Annotators[0].LastAnswerSequence);
    }

    [TestMethod]
    public async Task Withdraw_Nothing_Throws()
    {
        using var session = GivenSession.Create(10);
        Assert.Contains(
            "ada has no answer", Assert.ThrowsExactly<InvalidOperationException>(() => session.Withdraw("ada")).Message);
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9);
        Assert.Contains(
            "not answered for row 8", Assert.ThrowsExactly<InvalidOperationException>(() => session.Withdraw("ada", 8)).Message);
        Assert.ThrowsExactly<InvalidOperationException>(() => session.Withdraw("bob"));
        session.Withdraw("ada");
        Assert.ThrowsExactly<InvalidOperationException>(() => session.Withdraw("ada"));
    }

    [TestMethod]
    public void Note_Rewritten_ReplacesAndEmptyTakesAway()
    {
        using var session = GivenSession.Create(10);
        session.Note("ada", 3, "odd", ["a", "b"]);
        session.Note("bob", 3, "fine", []);
        var sequence = session.Note("ada", 3, "very odd", ["c"]);
        Assert.AreEqual("very odd", Assert.IsInstanceOfType<RowNoted>(GivenSession.Log(session)[(int)sequence]).Text);
        Assert.AreSequenceEqual(["bob: fine []", "ada: very odd [c]"], Notes());
        Assert.AreSequenceEqual([3], session.State.TouchedRows);
        session.Note("bob", 3, string.Empty, []);
        Assert.AreSequenceEqual(["ada: very odd [c]"], Notes());
        session.Note("ada", 3, string.Empty, []);
        Assert.IsEmpty(session.State.TouchedRows);
        Assert.ThrowsExactly<ArgumentException>(() => session.Note("ada", 3, "x", [" "]));
        Assert.ThrowsExactly<ArgumentNullException>(() => session.Note("ada", 3, null!, []));

        string[] Notes() =>
            [.. session.RowOf(3).Notes.Select(note => $"{note.Annotator}: {note.Text} [{string.Join(',', note.Tags)}]")];
    }

    [TestMethod]
    public async Task Advice_RowsDrawnOrAnsweredUnasked_CountsThoseThatTheModelChose()
    {
        // Every other question is drawn.
        using var session = GivenSession.Create(20, GivenSession.Options with { AuditShare = 0.5, AuditTopCount = 5 });
        var row = await GivenSession.Row(session, "ada");
        for (var i = 0; i < 6; i++)
        {
            row = (await GivenSession.Answer(session, "ada", row, Answer.Abnormal))!.Value;
        }

        var unasked = Enumerable.Range(0, 20).First(other => other != row && !session.RowOf(other).IsAsked);
        await GivenSession.Answer(session, "ada", unasked, Answer.Abnormal);
        Assert.AreEqual((7, 3, 3), (
            session.State.AbnormalCount, session.State.Advice.LastAnswerCount, session.State.Advice.LastAbnormalCount));
    }

    [TestMethod]
    public async Task State_AfterAnswersByHand_CountsThem()
    {
        var known = PoolLabels.None(10).With([KeyValuePair.Create(1, RowLabel.Normal)]);
        using var session = GivenSession.Create(10, GivenSession.Options with { Budget = 4 }, known);
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9, Answer.Abnormal);
        await GivenSession.Answer(session, "ada", 8, Answer.Skip);
        await GivenSession.Answer(session, "ada", 7, Answer.Abnormal);
        await GivenSession.Answer(session, "ada", 2, Answer.Normal);
        await GivenSession.Answer(session, "ada", 6, Answer.Normal);
        session.Note("bob", 0, "x", []);
        await session.WaitForModelAsync(Cancelled);

        // What the advice says of the ranking comes behind the model.
        const string stayed = "100 % of the top rows stayed at the top over the last 4 labelled rows.";
        var state = session.State;
        while (!state.Advice.Text.EndsWith(stayed, StringComparison.Ordinal))
        {
            await session.WaitForChangeAsync(state.Version, Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
            state = session.State;
        }

        Assert.AreEqual((5, 5, 2, 2, 1), Counts(state));
        Assert.AreEqual((1, 1, 4, 0), (state.LabeledOutsideCount, state.KnownCount, state.Budget, state.UnseenAnswerCount));
        Assert.AreSequenceEqual([new FoundPoint(1, 1), new FoundPoint(2, 2), new FoundPoint(3, 2)], state.Found);
        Assert.AreSequenceEqual([0, 2, 6, 7, 8, 9], state.TouchedRows);
        var last = GivenSession.Log(session).Last(past => RowOf(past) == 6);
        Assert.AreSequenceEqual(
            [new AnnotatorState("ada", 5, 5, 6, last.Sequence), new AnnotatorState("bob", 0, null, null, null)], state.Annotators);
        Assert.AreEqual(state.Sequence, GivenSession.Log(session).Count - 1);
        Assert.AreEqual($"Of the last 3 rows that the model chose, skips aside, 2 were anomalies. {stayed}", state.Advice.Text);
        Assert.IsNull(state.Audit);
        Assert.IsNull(state.TrainingFailure);

        // Known beforehand, and learnt: rows 1, 9, 7, 2 and 6.
        Assert.AreEqual(5, state.Model!.AnswerCount);
        Assert.AreSequenceEqual([0, 2, 6, 7, 8, 9], session.Records.Select(record => record.Row));

        static (int, int, int, int, int) Counts(LabelingState state) =>
            (state.AskedCount, state.AnsweredCount, state.AbnormalCount, state.NormalCount, state.SkippedCount);
    }

    [TestMethod]
    public async Task State_RowPutBeforeSomebodyWithoutAnEvent_SaysSo()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        await GivenSession.Row(session, "ada", another: true);
        var before = session.State;

        // Row 9, which ada put back, is what bob gets: it was asked about already.
        await GivenSession.Row(session, "bob");
        Assert.AreEqual(9, session.State.Annotators.Single(annotator => annotator.Name == "bob").Row);
        Assert.IsGreaterThan(before.Version, session.State.Version);
    }

    [TestMethod]
    public async Task State_WhileTraining_SaysWhichAndHowFar()
    {
        using var release = new ManualResetEventSlim();
        var detector = new ScriptedDetector(request =>
        {
            if (request.Stage == 1)
            {
                request.Progress!.Report(new TrainingProgress(1, "halves", 0, 4, 0.5, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)));
                release.Wait(request.CancellationToken);
            }
        });
        using var session = GivenSession.Create(
            10, GivenSession.Options with { Detector = detector, Patience = TimeSpan.Zero, Clock = new ManualClock() });
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9);
        var state = session.State;
        while (state.Training?.Fraction is null)
        {
            // The version of what was looked at: a change after that is not waited for in vain.
            await session.WaitForChangeAsync(state.Version, Cancelled);
            state = session.State;
        }

        var training = state.Training;
        Assert.AreEqual((1, 0.25, "halves"), (training.Stage, training.Fraction.Value, training.Text));
        Assert.AreEqual(1, session.State.UnseenAnswerCount);
        release.Set();
        await session.WaitForModelAsync(Cancelled);
        Assert.IsNull(session.State.Training);
        Assert.AreEqual(0, session.State.UnseenAnswerCount);
    }

    [TestMethod]
    public async Task State_ClockSetBackWhileTraining_StillSaysHowFar()
    {
        using var reported = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var clock = new SetClock();
        var detector = new ScriptedDetector(request =>
        {
            if (request.Stage == 1)
            {
                request.Progress!.Report(new TrainingProgress(1, "halves", 0, 4, 0.5, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)));
                clock.Now -= TimeSpan.FromDays(1);
                request.Progress.Report(new TrainingProgress(1, "halves", 1, 4, 0.5, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)));
                reported.Set();
                release.Wait(request.CancellationToken);
            }
        });
        using var session = GivenSession.Create(
            10, GivenSession.Options with { Detector = detector, Patience = TimeSpan.Zero, Clock = clock });
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9);
        Assert.IsTrue(reported.Wait(TimeSpan.FromSeconds(30), Cancelled));
        Assert.AreEqual(0.5, session.State.Training!.Fraction);
        release.Set();
    }

    [TestMethod]
    public async Task WaitForChangeAsync_EachKindOfChange_Completes()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        var version = session.State.Version;
        using var cancellation = new CancellationTokenSource();
        var cancelled = session.WaitForChangeAsync(long.MaxValue, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled);
        session.Note("ada", 1, "x", []);
        await session.WaitForChangeAsync(version, Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        var closing = session.WaitForChangeAsync(long.MaxValue, Cancelled);
        Assert.IsFalse(closing.IsCompleted);
        session.Dispose();
        await closing.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    /// <summary>The row that an event is an answer for; null for other events.</summary>
    private static int? RowOf(SessionEvent past) => past switch
    {
        RowAnswered answered => answered.Row,
        RowLabeled labeled => labeled.Row,
        _ => null,
    };

    /// <summary>A clock that can be set, beside a time that goes on by a second a question.</summary>
    private sealed class SetClock : TimeProvider
    {
        private long _timestamp;

        public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => _timestamp += TimestampFrequency;
    }
}
