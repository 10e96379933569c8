using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Labeling;

/// <summary>Detectors and strategies that fail or hang, and sessions that are closed meanwhile.</summary>
[TestClass]
public sealed class LabelingSessionFaultTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public async Task AnswerAsync_SecondTrainingFails_PeopleGoOnAndTheNextAnswerTriesAgain()
    {
        var isBroken = true;
        var detector = new ScriptedDetector(request =>
        {
            if (request.Stage == 1 && Volatile.Read(ref isBroken))
            {
                throw new InvalidDataException("no memory is left");
            }
        });
        using var session = GivenSession.Create(60, GivenSession.Options with { Detector = detector });
        int? row = await GivenSession.Row(session, "ada");

        // Many more than were chosen ahead: rows are chosen by the model that there is.
        for (var expected = 59; expected > 20; expected--)
        {
            Assert.AreEqual(expected, row);
            row = await GivenSession.Answer(session, "ada", expected);
        }

        await Until(session, state => state.TrainingFailure is not null);
        Assert.AreEqual("InvalidDataException: no memory is left", session.State.TrainingFailure);
        Assert.AreEqual((0, 39), (session.State.Model!.Stage, session.State.UnseenAnswerCount));
        var thrown = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => session.WaitForModelAsync(Cancelled));
        Assert.Contains("no memory is left", thrown.Message);
        Assert.IsInstanceOfType<InvalidDataException>(thrown.InnerException);

        Volatile.Write(ref isBroken, false);
        await GivenSession.Answer(session, "ada", 20);
        await Until(session, state => state.TrainingFailure is null);
        Assert.AreEqual(40, (await session.WaitForModelAsync(Cancelled)).AnswerCount);
        Assert.AreEqual(40, session.State.AnsweredCount);
    }

    [TestMethod]
    public async Task NextQuestionAsync_FirstTrainingFails_SaysWhy()
    {
        using var session = GivenSession.Create(
            10, GivenSession.Options with { Detector = new ScriptedDetector(_ => throw new InvalidDataException("no memory is left")) });
        await Until(session, state => state.TrainingFailure is not null);
        Assert.AreEqual("There is no question now: no memory is left", await GivenSession.Waiting(session, "ada"));
        Assert.IsNull((await session.AnswerAsync("ada", 3, Answer.Normal, Cancelled)).Next.Row);
        Assert.AreEqual(1, session.State.AnsweredCount);
    }

    [TestMethod]
    public async Task NextQuestionAsync_TrainingTakesLong_RowsDoNotRunOut()
    {
        var detector = new ScriptedDetector(request =>
        {
            if (request.Stage == 1)
            {
                request.CancellationToken.WaitHandle.WaitOne();
                request.CancellationToken.ThrowIfCancellationRequested();
            }
        });
        using var session = GivenSession.Create(
            60, GivenSession.Options with { Detector = detector, Patience = TimeSpan.Zero, UpcomingCount = 3 });
        int? row = await GivenSession.Row(session, "ada");
        for (var expected = 59; expected > 20; expected--)
        {
            Assert.AreEqual(expected, row);
            row = await GivenSession.Answer(session, "ada", expected);
        }

        // It began at its leisure, and has not ended.
        await Until(session, state => state.Training is not null);
        Assert.AreEqual(1, session.State.Training!.Stage);
        Assert.IsNull(session.State.TrainingFailure);
    }

    [TestMethod]
    public async Task NextQuestionAsync_ChoosingFails_SaysWhyAndTheNextAnswerTriesAgain()
    {
        var strategy = new BreakingStrategy();
        using var session = GivenSession.Create(20, GivenSession.Options with { Strategy = strategy });
        await GivenSession.Row(session, "ada");
        strategy.IsBroken = true;
        int? row = await GivenSession.Answer(session, "ada", 19);
        await Until(session, state => state.TrainingFailure is not null);
        Assert.AreEqual("NotSupportedException: these scores cannot be asked by", session.State.TrainingFailure);

        // There is a model, and it knows the answer; what was chosen before is asked until it is used up.
        Assert.AreEqual(1, (await session.WaitForModelAsync(Cancelled)).AnswerCount);
        while (row is { } open)
        {
            row = await GivenSession.Answer(session, "ada", open);
        }

        Assert.AreEqual(6, session.State.AskedCount);
        Assert.AreEqual("There is no question now: these scores cannot be asked by", await GivenSession.Waiting(session, "ada"));
        strategy.IsBroken = false;
        await session.AnswerAsync("ada", 1, Answer.Normal, Cancelled);
        await Until(session, state => state.TrainingFailure is null);
        Assert.AreEqual(13, await GivenSession.Row(session, "ada"));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Dispose_WhileTrainingHangs_ReturnsSoonWhateverItThrowsThen(bool throwsSomethingElse)
    {
        using var begun = new SemaphoreSlim(0);
        var session = GivenSession.Create(
            10, GivenSession.Options with { Detector = Hanging(begun, stage: 0, throwsSomethingElse ? "cut off" : null) });
        await begun.WaitAsync(Cancelled);
        var count = GivenSession.Log(session).Count;
        await Task.Run(session.Dispose, Cancelled).WaitAsync(Soon, Cancelled);
        Assert.HasCount(count, GivenSession.Log(session));
        Assert.IsNull(session.State.TrainingFailure);
        using var again = GivenSession.Again(session, GivenSession.Options with { Detector = new ScriptedDetector(_ => { }) });
        Assert.AreEqual(9, await GivenSession.Row(again, "ada"));
    }

    [TestMethod]
    public async Task Dispose_FromTwoThreads_BothWaitUntilTrainingHasStopped()
    {
        using var begun = new SemaphoreSlim(0);
        using var ending = new ManualResetEventSlim();
        var hasEnded = false;
        var detector = new ScriptedDetector(request =>
        {
            begun.Release();
            request.CancellationToken.WaitHandle.WaitOne();
            ending.Wait(Soon);
            Volatile.Write(ref hasEnded, true);
            request.CancellationToken.ThrowIfCancellationRequested();
        });
        var session = GivenSession.Create(10, GivenSession.Options with { Detector = detector });
        await begun.WaitAsync(Cancelled);
        Task<bool>[] closing = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                session.Dispose();
                return Volatile.Read(ref hasEnded);
            },
            Cancelled,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];

        // Whichever comes second has nothing to do but to wait, and waits.
        var first = await Task.WhenAny(Task.WhenAny(closing), Task.Delay(100, Cancelled));
        Assert.IsTrue(Array.TrueForAll(closing, close => !close.IsCompleted), $"{first} ended before training did.");
        ending.Set();
        Assert.AreSequenceEqual([true, true], await Task.WhenAll(closing).WaitAsync(Soon, Cancelled));
    }

    [TestMethod]
    public async Task Dispose_ByTheDetectorItself_DoesNotWaitForItself()
    {
        LabelingSession? session = null;
        using var created = new ManualResetEventSlim();
        using var returned = new SemaphoreSlim(0);
        var detector = new ScriptedDetector(_ =>
        {
            created.Wait(Soon);
            session!.Dispose();
            returned.Release();
        });
        session = GivenSession.Create(10, GivenSession.Options with { Detector = detector });
        created.Set();
        Assert.IsTrue(await returned.WaitAsync(Soon, Cancelled));
        await Task.Run(session.Dispose, Cancelled).WaitAsync(Soon, Cancelled);
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => session.NextQuestionAsync("ada"));
    }

    [TestMethod]
    public async Task AnswerAsync_ClosedWhileItWaits_SaysThatTheAnswerIsKept()
    {
        using var begun = new SemaphoreSlim(0);
        var session = GivenSession.Create(10, GivenSession.Options with { Detector = Hanging(begun, stage: 1) });
        await GivenSession.Row(session, "ada");
        var answering = session.AnswerAsync("ada", 9, Answer.Abnormal, Cancelled);
        await begun.WaitAsync(Cancelled);
        Assert.IsFalse(answering.IsCompleted);
        session.Dispose();
        var receipt = await answering.WaitAsync(Soon, Cancelled);
        Assert.AreEqual("The session was closed after the answer was kept.", receipt.Next.Waiting);
        Assert.IsInstanceOfType<RowAnswered>(GivenSession.Log(session)[(int)receipt.Sequence]);
    }

    [TestMethod]
    public async Task NextQuestionAsync_ClosedOrCancelledWhileItWaits_Throws()
    {
        using var begun = new SemaphoreSlim(0);
        var session = GivenSession.Create(10, GivenSession.Options with { Detector = Hanging(begun, stage: 0) });
        await begun.WaitAsync(Cancelled);
        using var cancellation = new CancellationTokenSource();
        var cancelled = session.NextQuestionAsync("ada", cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled.WaitAsync(Soon));
        var closed = session.NextQuestionAsync("ada", cancellationToken: Cancelled);
        session.Dispose();
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => closed.WaitAsync(Soon));
    }

    [TestMethod]
    public async Task AnswerAsync_CancelledWhileItWaits_IsKeptAndSaysSo()
    {
        using var begun = new SemaphoreSlim(0);
        using var session = GivenSession.Create(10, GivenSession.Options with { Detector = Hanging(begun, stage: 1) });
        await GivenSession.Row(session, "ada");
        using var cancellation = new CancellationTokenSource();
        var answering = session.AnswerAsync("ada", 9, Answer.Abnormal, cancellation.Token);
        await begun.WaitAsync(Cancelled);
        await cancellation.CancelAsync();
        var receipt = await answering.WaitAsync(Soon, Cancelled);
        Assert.AreEqual("The request was cancelled after the answer was kept.", receipt.Next.Waiting);
        Assert.AreEqual(Answer.Abnormal, session.RowOf(9).Decision);
        Assert.AreEqual(1, session.State.AskedCount, "Nothing was asked for who went away.");
    }

    /// <summary>Whenever it is cancelled: what came back with a receipt is in the log, and what threw is not.</summary>
    [TestMethod]
    public async Task AnswerAsync_CancelledAtAnyMoment_IsTakenOrNot()
    {
        using var session = GivenSession.Create(400, GivenSession.Options with { Patience = TimeSpan.FromMilliseconds(5) });
        await GivenSession.Row(session, "ada");
        var taken = new List<int>();
        var spin = new Random(3);
        for (var row = 0; row < 400; row++)
        {
            using var cancellation = new CancellationTokenSource();
            var count = spin.Next(3000);
            var cancelling = Task.Run(
                () =>
                {
                    Thread.SpinWait(count);
                    cancellation.Cancel();
                },
                Cancelled);
            try
            {
                await session.NextQuestionAsync("bob", cancellationToken: cancellation.Token);
                taken.Add((await session.AnswerAsync("ada", row, Answer.Normal, cancellation.Token)).Row);
            }
            catch (OperationCanceledException)
            {
                Assert.IsNull(session.RowOf(row).Decision);
            }

            await cancelling;
        }

        Assert.AreSequenceEqual(
            taken,
            GivenSession.Log(session).Select(past => (past as RowLabeled)?.Row ?? (past as RowAnswered)?.Row).OfType<int>());
        session.Dispose();
        using var again = GivenSession.Again(session);
        SessionStates.AreSame(session, again);
    }

    private static async Task Until(LabelingSession session, Predicate<LabelingState> holds)
    {
        for (var state = session.State; !holds(state); state = session.State)
        {
            await session.WaitForChangeAsync(state.Version).WaitAsync(Soon);
        }
    }

    /// <summary>A detector that trains the model of a stage until it is cancelled, and then throws that, or something else.</summary>
    private static ScriptedDetector Hanging(SemaphoreSlim begun, int stage, string? message = null) => new(request =>
    {
        if (request.Stage == stage)
        {
            begun.Release();
            request.CancellationToken.WaitHandle.WaitOne();
            throw message is null ? new OperationCanceledException(request.CancellationToken) : new InvalidOperationException(message);
        }
    });

    private sealed class BreakingStrategy : QueryStrategy
    {
        private volatile bool _isBroken;

        public bool IsBroken
        {
            set => _isBroken = value;
        }

        public override string Name => "breaking";

        protected override int[] Choose(QueryContext context, int count) => _isBroken
            ? throw new NotSupportedException("these scores cannot be asked by")
            : Smallest(context, count, static score => -score);
    }
}
