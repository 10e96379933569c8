using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Labeling.Rows;

[TestClass]
public sealed class RowMarksTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Of_Session_IsWhatItSays()
    {
        var pool = GivenPool.WithIds(
            "id,n,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"r{i},{i},{(i == 3 ? "1" : string.Empty)}\n")));
        using var session = pool.Session();
        await session.WaitForModelAsync(TestContext.CancellationTokenSource.Token);
        session.AnswerAll("ada", [5], Answer.Normal);
        session.AnswerAll("bob", [5], Answer.Abnormal);
        session.AnswerAll("ada", [6], Answer.Skip);
        session.Note("ada", 7, "look", []);
        session.Note("ada", 8, "look", []);
        session.Note("ada", 8, string.Empty, []);

        var marks = RowMarks.Of(session);

        Assert.AreEqual(Answer.Abnormal, marks.DecisionOf(3));
        Assert.AreEqual(Answer.Abnormal, marks.DecisionOf(5));
        Assert.AreEqual(Answer.Skip, marks.DecisionOf(6));
        Assert.IsNull(marks.DecisionOf(7));
        Assert.IsTrue(marks.IsDisagreed(5));
        Assert.IsFalse(marks.IsDisagreed(6));
        Assert.AreEqual("7", string.Join(',', Enumerable.Range(0, 20).Where(marks.IsNoted)));
        Assert.AreEqual(20, marks.RowCount);
        Assert.AreEqual("18,19", string.Join(',', Enumerable.Range(0, 20).Where(marks.IsFlagged)));
        Assert.IsLessThanOrEqualTo(session.State.Sequence, marks.Sequence);
    }

    [TestMethod]
    public async Task Of_WhileAnswersCome_IsOfOneMoment()
    {
        const int RowCount = 500;
        var pool = GivenPool.WithIds("id,n\n" + string.Concat(Enumerable.Range(0, RowCount).Select(i => $"r{i},{i}\n")));
        using var session = pool.Session();
        var answering = Task.Run(() => session.AnswerAll("ada", [.. Enumerable.Range(0, RowCount)], Answer.Normal));
        var moments = new List<(long Sequence, int DecidedCount)>();
        do
        {
            var marks = RowMarks.Of(session);
            moments.Add((marks.Sequence, Enumerable.Range(0, RowCount).Count(row => marks.DecisionOf(row) is not null)));
        }
        while (!answering.IsCompleted);

        await answering;
        var log = session.Store.Read(session.Id);
        foreach (var (sequence, decidedCount) in moments)
        {
            Assert.AreEqual(log.Count(entry => entry is RowLabeled && entry.Sequence <= sequence), decidedCount);
        }
    }

    [TestMethod]
    public void IsFlagged_BeforeTheFirstModel_IsFalse() => Assert.IsFalse(GivenPool.Of("n,m\n1,2\n").Marks().IsFlagged(0));
}
