using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;

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
    public void IsFlagged_BeforeTheFirstModel_IsFalse() => Assert.IsFalse(GivenPool.Of("n,m\n1,2\n").Marks().IsFlagged(0));
}
