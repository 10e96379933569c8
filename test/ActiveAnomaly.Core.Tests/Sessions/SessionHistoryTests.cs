using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

[TestClass]
public sealed class SessionHistoryTests
{
    [TestMethod]
    [DoNotParallelize]
    public void Answer_InALargeQuery_AllocatesNothingThatGrowsWithIt()
    {
        // An answer makes an event, some entries of dictionaries, which double now and then, and nothing of the query or the pool.
        const int mostBytesAnAnswer = 2000;
        const int count = 5000;
        var session = Session(4 * count, count);
        var rows = session.Query();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var row in rows)
        {
            session.Answer(row.RowIndex, RowLabel.Normal);
        }

        Assert.IsLessThan(mostBytesAnAnswer, (GC.GetAllocatedBytesForCurrentThread() - before) / count);
        Assert.AreEqual(count, session.History[^1].Outcome.NormalCount);
    }

    [TestMethod]
    public void History_StageHeldBeforeAnAnswer_DoesNotChange()
    {
        var session = Session(10, 2);
        session.Query();
        var history = session.History;
        var held = history[0];
        session.Answer(9, RowLabel.Abnormal);
        Assert.AreSequenceEqual([null, null], held.Answers);
        Assert.AreSequenceEqual([Answer.Abnormal, null], history[0].Answers);
        Assert.AreSequenceEqual([Answer.Abnormal, null], history.Single().Answers);
        session.Withdraw(9);
        Assert.AreSequenceEqual([null, null], history[0].Answers);
    }

    private static ActiveLearningSession Session(int rowCount, int budget)
    {
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, rowCount).Select(row => (float)row)], 1);
        var session = new ActiveLearningSession(
            pool, new FirstFeatureDetector(), new HighConfidenceStrategy(), new SessionOptions { BudgetPerStage = budget });
        session.Train();
        return session;
    }
}
