using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>What comes next, told before the answer is given.</summary>
[TestClass]
public sealed class LabelingSessionLookaheadTests
{
    private const string Ada = "ada";
    private static readonly Lookahead Open = new(AfterNormal: null, AfterAbnormal: null);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [TestMethod]
    public async Task LookAheadAsync_DefaultDetector_TellsWhatEachAnswerBrings()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 200).Select(value => random.NextSingle() + (value / 4 % 9 == 0 ? 0.4f : 0)).ToArray();
        using var session = LabelingSession.Create(
            new MemorySessionStore(),
            GivenSession.Id,
            FeatureMatrix.Copy(values, 4),
            GivenSession.Options with { Detector = null, Strategy = null, Seed = 3 });
        var row = await GivenSession.Row(session, Ada);
        var differing = 0;
        for (var question = 0; question < 25; question++)
        {
            var next = await LookAhead(session, row);
            differing += next.AfterNormal == next.AfterAbnormal ? 0 : 1;
            var answer = question % 8 == 7 ? Answer.Skip : row % 9 == 0 ? Answer.Abnormal : Answer.Normal;
            var receipt = await session.AnswerAsync(Ada, row, answer).WaitAsync(Longest);
            if (answer == Answer.Skip)
            {
                Assert.IsNull(next.After(answer));
            }
            else
            {
                Assert.AreEqual(new ChosenRow(receipt.Next.Row!.Value, receipt.Next.Reason), next.After(answer), $"Question {question}");
            }

            row = receipt.Next.Row!.Value;
        }

        Assert.IsGreaterThan(5, differing);
    }

    [TestMethod]
    public async Task LookAheadAsync_RowsAreDrawn_StaysOpen()
    {
        using var session = GivenSession.Create(40, GivenSession.Options with { AuditShare = 0.1 });
        Assert.AreEqual(Open, await LookAhead(session, await GivenSession.Row(session, Ada)));
    }

    [TestMethod]
    public async Task LookAheadAsync_RowBeforeSomebodyElse_IsNotTold()
    {
        using var session = GivenSession.Create(10);
        Assert.AreEqual(9, await GivenSession.Row(session, Ada));
        Assert.AreEqual(8, await GivenSession.Row(session, "bob"));
        Assert.AreEqual(7, (await LookAhead(session, 9)).AfterNormal?.Row);

        // Nor is what somebody else was told of, as long as he can be given it.
        Assert.AreEqual(6, (await session.LookAheadAsync("bob", 8).WaitAsync(Longest)).AfterAbnormal?.Row);
        Assert.AreEqual(7, await GivenSession.Answer(session, Ada, 9));
        Assert.AreEqual(6, await GivenSession.Answer(session, "bob", 8));
    }

    [TestMethod]
    public async Task AnswerAsync_SomebodyElseIsAskedAboutTheRowTold_GivesAnother()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, Ada);
        Assert.AreEqual(8, (await LookAhead(session, 9)).AfterNormal?.Row);
        Assert.AreEqual(8, await GivenSession.Row(session, "bob"));
        Assert.AreEqual(7, await GivenSession.Answer(session, Ada, 9));
    }

    [TestMethod]
    public async Task AnswerAsync_TrainingTakesLong_GivesTheRowTold()
    {
        using var release = new ManualResetEventSlim(initialState: true);
        using var session = GivenSession.Create(10, GivenSession.Options with
        {
            Detector = Turning(request => release.Wait(request.CancellationToken)),
            Patience = TimeSpan.Zero,
        });
        Assert.AreEqual(9, await GivenSession.Row(session, Ada));
        Assert.AreEqual((8, 0), await Rows(session, 9));
        release.Reset();

        // The model that there is would ask about row 8; that which knows of the answer, and is not there yet, about row 0.
        Assert.AreEqual(0, await GivenSession.Answer(session, Ada, 9, Answer.Abnormal));
        Assert.IsGreaterThan(0, session.State.UnseenAnswerCount);
        release.Set();
        Assert.AreEqual(0, await GivenSession.Row(session, Ada));
    }

    [TestMethod]
    public async Task AnswerAsync_OtherRowOrAnswerThanTold_GivesWhatTheModelChooses()
    {
        using var session = GivenSession.Create(10, GivenSession.Options with { Detector = Turning(_ => { }) });
        await GivenSession.Row(session, Ada);
        Assert.AreEqual((8, 0), await Rows(session, 9));

        // Row 9 is before her still, and what comes after it has changed.
        Assert.AreEqual(9, await GivenSession.Answer(session, Ada, 5, Answer.Abnormal));
        Assert.AreEqual(0, await GivenSession.Answer(session, Ada, 9));
        Assert.AreEqual((1, 1), await Rows(session, 0));
        Assert.AreEqual(1, await GivenSession.Answer(session, Ada, 0, Answer.Skip));
    }

    [TestMethod]
    public async Task LookAheadAsync_SomebodyElseAnsweredSince_IsOfTheNewModel()
    {
        using var session = GivenSession.Create(10, GivenSession.Options with { Detector = Turning(_ => { }) });
        await GivenSession.Row(session, Ada);
        Assert.AreEqual((8, 0), await Rows(session, 9));
        session.AnswerAll("bob", [5], Answer.Abnormal);
        Assert.AreEqual((0, 0), await Rows(session, 9));
    }

    [TestMethod]
    public async Task LookAheadAsync_RowPutBack_IsToldWhenItsTurnComes()
    {
        using var session = GivenSession.Create(30);
        Assert.AreEqual(29, await GivenSession.Row(session, Ada));
        var row = await GivenSession.Row(session, Ada, another: true);
        var told = new List<int?>();
        for (var question = 0; question < 12; question++)
        {
            told.Add((await LookAhead(session, row)).AfterNormal?.Row);
            var next = await GivenSession.Answer(session, Ada, row);
            Assert.AreEqual(next, told[^1]);
            row = next!.Value;
        }

        Assert.AreEqual(29, told[9]);
    }

    [TestMethod]
    public async Task LookAheadAsync_OneAnswerDecidesNothing_StaysOpen()
    {
        using var session = GivenSession.Create(
            10, GivenSession.Options with { LabelPolicy = new MajorityPolicy(2) });
        await GivenSession.Row(session, Ada);
        Assert.AreEqual(Open, await LookAhead(session, 9));
        await GivenSession.Answer(session, "bob", 9, Answer.Abnormal);

        // His answer and hers decide, but only if they are the same.
        Assert.AreEqual(Open, await LookAhead(session, 9));
    }

    [TestMethod]
    public async Task LookAheadAsync_TrainingOrChoosingTakesTooLong_StaysOpen()
    {
        using var session = GivenSession.Create(10, GivenSession.Options with { LongestLookahead = TimeSpan.Zero });
        await GivenSession.Row(session, Ada);
        Assert.AreEqual(Open, await LookAhead(session, 9));
    }

    [TestMethod]
    public async Task LookAheadAsync_RowNotBeforeHim_StaysOpen()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, Ada);
        Assert.AreEqual(Open, await LookAhead(session, 5));
        await GivenSession.Answer(session, Ada, 9);
        Assert.AreEqual(Open, await LookAhead(session, 9));
        Assert.AreEqual(7, (await LookAhead(session, 8)).AfterAbnormal?.Row);
    }

    [TestMethod]
    public async Task LookAheadAsync_TakenBackWhereSomebodyElseDecided_StaysOpen()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, Ada);
        await GivenSession.Answer(session, Ada, 9);
        await GivenSession.Answer(session, "bob", 9, Answer.Abnormal);
        session.Withdraw(Ada);
        Assert.AreEqual(9, await GivenSession.Row(session, Ada));
        Assert.AreEqual(Open, await LookAhead(session, 9));
    }

    [TestMethod]
    public async Task LookAheadAsync_TrainingTookTooLong_WaitsForNone()
    {
        using var release = new ManualResetEventSlim(initialState: true);
        using var session = GivenSession.Create(10, GivenSession.Options with
        {
            Detector = Turning(request => release.Wait(request.CancellationToken)),
            Patience = TimeSpan.Zero,
            LongestWait = Longest,
            LongestLookahead = TimeSpan.Zero,
        });
        await GivenSession.Row(session, Ada);
        release.Reset();
        var next = await GivenSession.Answer(session, Ada, 9);

        // Another model is being trained, and what takes as long is not looked ahead of anyway.
        Assert.AreEqual(Open, await session.LookAheadAsync(Ada, next!.Value).WaitAsync(Longest / 4));
        Assert.IsGreaterThan(0, session.State.UnseenAnswerCount);
        release.Set();
    }

    [TestMethod]
    public async Task LookAheadAsync_OpenedAgainAfterALongTraining_StaysOpen()
    {
        var options = GivenSession.Options with
        {
            Detector = Turning(_ => Thread.Sleep(600)), LongestLookahead = TimeSpan.FromMilliseconds(300),
        };
        var session = GivenSession.Create(10, options);
        await session.WaitForModelAsync();
        session.Dispose();
        using var again = GivenSession.Again(session, options);
        Assert.AreEqual(Open, await LookAhead(again, await GivenSession.Row(again, Ada)));
    }

    [TestMethod]
    public async Task LookAheadAsync_SomebodyAnswersMeanwhile_Stops()
    {
        using var looks = new ManualResetEventSlim();
        var isLooking = false;
        using var session = GivenSession.Create(10, GivenSession.Options with
        {
            Detector = Turning(request =>
            {
                if (Volatile.Read(ref isLooking))
                {
                    looks.Set();
                    request.CancellationToken.WaitHandle.WaitOne();
                }
            }),
        });
        await GivenSession.Row(session, Ada);
        await GivenSession.Row(session, "bob");
        Volatile.Write(ref isLooking, value: true);
        var looking = session.LookAheadAsync(Ada, 9);
        Assert.IsTrue(looks.Wait(Longest));
        Volatile.Write(ref isLooking, value: false);
        Assert.AreEqual(7, await GivenSession.Answer(session, "bob", 8));
        Assert.AreEqual(Open, await looking.WaitAsync(Longest));
        Assert.AreEqual(6, (await LookAhead(session, 9)).AfterNormal?.Row);
    }

    [TestMethod]
    public async Task LookAheadAsync_DetectorFails_Throws()
    {
        var fails = false;
        using var session = GivenSession.Create(10, GivenSession.Options with
        {
            Detector = Turning(_ =>
            {
                if (Volatile.Read(ref fails))
                {
                    throw new InvalidOperationException("Out of luck.");
                }
            }),
        });
        await GivenSession.Row(session, Ada);
        Volatile.Write(ref fails, value: true);
        Assert.AreEqual(
            "Out of luck.",
            (await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => LookAhead(session, 9))).Message);
        Volatile.Write(ref fails, value: false);
        Assert.AreEqual((8, 0), await Rows(session, 9));
    }

    [TestMethod]
    public async Task LookAheadAsync_CalledWrongly_Throws()
    {
        var session = GivenSession.Create(10, GivenSession.Options with { LabelPolicy = new OneAnnotatorPolicy(Ada) });
        await GivenSession.Row(session, Ada);
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => session.LookAheadAsync("bob", 9));
        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => LookAhead(session, 10));
        await Assert.ThrowsAsync<OperationCanceledException>(() => session.LookAheadAsync(Ada, 9, new CancellationToken(canceled: true)));
        session.Dispose();
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => LookAhead(session, 9));
    }

    private static Task<Lookahead> LookAhead(LabelingSession session, int row) => session.LookAheadAsync(Ada, row).WaitAsync(Longest);

    private static async Task<(int? AfterNormal, int? AfterAbnormal)> Rows(LabelingSession session, int row)
    {
        var next = await LookAhead(session, row);
        return (next.AfterNormal?.Row, next.AfterAbnormal?.Row);
    }

    /// <summary>Scores a row by its first feature, and by its negative once a row is abnormal.</summary>
    private static ScriptedDetector Turning(Action<TrainingRequest> trains) =>
        new(trains, request => request.Labels.AbnormalRows.Count > 0 ? -1 : 1);
}
