using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>Which session another one was begun from.</summary>
[TestClass]
public sealed class EarlierSessionTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void KeptIn_SessionThatWasBegunFromAnother_KnowsItAndNoOther(bool includesEdited)
    {
        using var may = GivenSession.Create(6);
        may.AnswerAll("ada", [1], Answer.Abnormal);
        var earlierLog = GivenSession.Log(may);
        var origin = EarlierSession.Of(earlierLog, includesEdited);
        var created = (SessionCreated)earlierLog[0];
        SessionEvent[] log =
        [
            created,
            new PoolDescribed
            {
                Sequence = 1,
                Time = created.Time,
                Properties = origin.AddTo(new Dictionary<string, string> { ["a"] = "b" }),
            },
        ];

        var kept = EarlierSession.KeptIn(log)!;

        Assert.AreEqual(origin, kept);
        Assert.AreEqual(includesEdited, kept.IncludesEdited);
        Assert.IsTrue(kept.IsOf(earlierLog));
        Assert.IsFalse(kept.IsOf([.. earlierLog.SkipLast(1)]));
        Assert.IsFalse(kept.IsOf([created with { Time = created.Time.AddTicks(1) }, .. earlierLog.Skip(1)]));
        Assert.IsFalse(kept.IsOf([created with { Fingerprint = "x" }, .. earlierLog.Skip(1)]));
        Assert.IsFalse(kept.IsOf([]));
    }

    [TestMethod]
    public void KeptIn_SessionThatWasBegunFromNone_IsNull()
    {
        using var session = GivenSession.Create(6);
        Assert.IsNull(EarlierSession.KeptIn(GivenSession.Log(session)));
        Assert.IsNull(EarlierSession.KeptIn([]));
    }

    [TestMethod]
    public void Then_LogThatWentOn_IsTheLogOfThen()
    {
        using var session = GivenSession.Create(6);
        session.AnswerAll("ada", [1], Answer.Abnormal);
        var then = GivenSession.Log(session);
        var origin = EarlierSession.Of(then, includesEdited: false);
        Assert.AreEqual(0, origin.AnswersSince(then));
        session.AnswerAll("ada", [2, 3], Answer.Normal);
        session.Note("ada", 4, "x", []);
        var now = GivenSession.Log(session);
        Assert.AreSequenceEqual(then, origin.Then(now));
        Assert.AreEqual(2, origin.AnswersSince(now));
    }

    [TestMethod]
    public void Continue_EarlierSession_IsKeptWhenTheNewOneIsOpenedAgain()
    {
        using var folder = new TemporaryFolder();
        var file = GivenPool.Written(folder, "id,n\nA,1\nB,2\nC,3\n");
        var options = new LabelingPoolOptions { IdColumn = "id" };
        var store = new MemorySessionStore();
        using (var may = LabelingWorkspace.Create(store, "may", LabelingPool.Read(file, options), GivenSession.Options))
        {
            may.Session.AnswerAll("ada", [1], Answer.Abnormal);
        }

        var pool = LabelingPool.Read(file, options);
        using (LabelingWorkspace.Continue(store, "june", pool, CarriedAnswers.From(store.Read("may"), pool), GivenSession.Options))
        {
        }

        // Another budget is written down with all else that is kept.
        using (LabelingWorkspace.Open(store, "june", options: GivenSession.Options with { Budget = 2 }))
        {
        }

        Assert.IsTrue(EarlierSession.KeptIn(store.Read("june"))!.IsOf(store.Read("may")));
    }
}
