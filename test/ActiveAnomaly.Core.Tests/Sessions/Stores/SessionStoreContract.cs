using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions.Stores;

/// <summary>What every store keeps. A new store's tests inherit this class.</summary>
[TestClass]
public abstract class SessionStoreContract
{
    protected abstract ISessionStore Create();

    [TestMethod]
    public void Read_AfterAppends_GivesThemInOrder()
    {
        var store = Create();
        store.Append("a", Event(0, row: 5));
        store.Append("a", Event(1, row: 6));
        Assert.AreSequenceEqual([Event(0, row: 5), Event(1, row: 6)], store.Read("a"));
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(-1)]
    public void Append_SequenceThatIsNotTheNext_ThrowsAndKeepsNothing(long sequence)
    {
        var store = Create();
        store.Append("a", Event(0));
        Assert.Contains(
            "next event is 1",
            Assert.ThrowsExactly<SessionConflictException>(() => store.Append("a", Event(sequence))).Message);
        Assert.HasCount(1, store.Read("a"));
    }

    /// <summary>Whoever begins a session that is there has not met another writer.</summary>
    [TestMethod]
    public void Append_FirstEventOfASessionThatIsThere_SaysThatItIsThere()
    {
        var store = Create();
        store.Append("a", Event(0));
        store.Append("a", Event(1));
        var message = Assert.ThrowsExactly<SessionConflictException>(() => store.Append("a", Event(0))).Message;

        Assert.Contains("a session 'a' in the store already, of 2 events", message);
        Assert.Contains("Resume", message);
        Assert.Contains("take another id", message);
        Assert.DoesNotContain("Somebody else", message);
        Assert.HasCount(2, store.Read("a"));
    }

    [TestMethod]
    public void Append_FirstEventThatIsNotTheFirst_Throws()
    {
        var store = Create();
        Assert.ThrowsExactly<SessionConflictException>(() => store.Append("a", Event(1)));
        Assert.IsEmpty(store.List());
    }

    [TestMethod]
    public void Append_SeveralSessions_KeepsThemApart()
    {
        var store = Create();
        store.Append("b", Event(0, row: 1));
        store.Append("a", Event(0, row: 2));
        Assert.AreSequenceEqual(["a", "b"], store.List());
        Assert.AreSequenceEqual([Event(0, row: 2)], store.Read("a"));
    }

    [TestMethod]
    public void Append_FourWritersEachIntoItsSession_KeepsAllOfEach()
    {
        const int count = 500;
        var store = Create();
        AtOnce(4, writer =>
        {
            for (var sequence = 0; sequence < count; sequence++)
            {
                store.Append($"session {writer}", Event(sequence, row: (writer * count) + sequence));
            }
        });
        for (var writer = 0; writer < 4; writer++)
        {
            Assert.AreSequenceEqual(
                Enumerable.Range(0, count).Select(sequence => Event(sequence, row: (writer * count) + sequence)),
                store.Read($"session {writer}").Cast<RowAnswered>());
        }
    }

    [TestMethod]
    public void Append_FourWritersFightingForOneSession_KeepsEachEventOnceInTheOrderOfItsWriter()
    {
        const int count = 500;
        var store = Create();
        var conflicts = 0;
        AtOnce(4, writer =>
        {
            var sequence = 0;
            for (var i = 0; i < count; sequence++)
            {
                // A sequence that is taken tells that the next one is taken, or is the next of the log.
                try
                {
                    store.Append("a", Event(sequence, row: (writer * count) + i));
                    i++;
                }
                catch (SessionConflictException)
                {
                    Interlocked.Increment(ref conflicts);
                }
            }
        });
        var log = store.Read("a").Cast<RowAnswered>().ToArray();
        Assert.AreSequenceEqual(Enumerable.Range(0, 4 * count).Select(sequence => (long)sequence), log.Select(kept => kept.Sequence));
        foreach (var (writer, rows) in log.GroupBy(kept => kept.Row / count).Select(group => (group.Key, group.Select(kept => kept.Row))))
        {
            Assert.AreSequenceEqual(Enumerable.Range(writer * count, count), rows);
        }

        Assert.AreNotEqual(0, conflicts);
    }

    [TestMethod]
    public void Read_WhatWasRead_DoesNotChangeWithTheLog()
    {
        var store = Create();
        store.Append("a", Event(0));
        var read = store.Read("a");
        store.Append("a", Event(1));
        Assert.HasCount(1, read);
    }

    [TestMethod]
    public void Read_UnknownSession_Throws()
    {
        var store = Create();
        Assert.Contains("'nobody'", Assert.ThrowsExactly<KeyNotFoundException>(() => store.Read("nobody")).Message);
    }

    [TestMethod]
    public void Read_Cancelled_Throws()
    {
        var store = Create();
        store.Append("a", Event(0));
        Assert.Throws<OperationCanceledException>(() => store.Read("a", new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => store.List(new CancellationToken(canceled: true)));
    }

    [TestMethod]
    public void Sink_OfASession_FillsALogThatTheSessionGoesOnFrom()
    {
        var store = Create();
        var pool = Data.FeatureMatrix.Copy([0, 1, 2, 3, 4, 5], 1);
        var options = new SessionOptions { BudgetPerStage = 2, Sink = added => store.Append("s", added) };
        var session = new ActiveLearningSession(pool, new FirstFeatureDetector(), new Querying.HighConfidenceStrategy(), options);
        session.Run(_ => Answer.Normal, 1);
        var resumed = ActiveLearningSession.Resume(
            store.Read("s"), pool, new FirstFeatureDetector(), new Querying.HighConfidenceStrategy(), options);
        resumed.Query();
        Assert.AreSequenceEqual([3, 2], resumed.PendingRows);
        Assert.ThrowsExactly<SessionConflictException>(() => session.Query());
    }

    /// <summary>Runs writers on threads of their own, all begun before the first of them writes.</summary>
    private static void AtOnce(int writerCount, Action<int> write)
    {
        using var begin = new Barrier(writerCount);
        var writers = Enumerable.Range(0, writerCount).Select(writer => Task.Factory.StartNew(
            () =>
            {
                begin.SignalAndWait();
                write(writer);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        Task.WaitAll([.. writers]);
    }

    private protected static RowAnswered Event(long sequence, int row = 0) =>
        new()
        {
            Sequence = sequence,
            Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Row = row,
            Answer = Answer.Normal,
            Annotator = "expert",
        };
}
