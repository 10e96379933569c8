using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

[TestClass]
public sealed class QueryTallyTests
{
    [TestMethod]
    public void Outcome_AfterAnswersAndASkip_CountsAndPlacesThem()
    {
        var tally = new QueryTally(4);
        tally.Decide(0, null, Answer.Normal);
        tally.Decide(1, null, Answer.Skip);
        tally.Decide(3, null, Answer.Abnormal);
        Assert.AreEqual(
            new QueryOutcome(1, 1, 1) { Labels = [RowLabel.Normal, RowLabel.Unlabeled, RowLabel.Unlabeled, RowLabel.Abnormal] },
            tally.Outcome);
    }

    [TestMethod]
    public void Outcome_AnswerThatChanges_CountsTheLast()
    {
        var tally = new QueryTally(1);
        tally.Decide(0, null, Answer.Normal);
        tally.Decide(0, Answer.Normal, Answer.Abnormal);
        Assert.AreEqual(new QueryOutcome(0, 1, 0) { Labels = [RowLabel.Abnormal] }, tally.Outcome);
        tally.Decide(0, Answer.Abnormal, null);
        Assert.AreEqual(new QueryOutcome(0, 0, 0) { Labels = [RowLabel.Unlabeled] }, tally.Outcome);
    }

    [TestMethod]
    public void Outcome_TakenBefore_DoesNotChange()
    {
        var tally = new QueryTally(1);
        var before = tally.Outcome;
        tally.Decide(0, null, Answer.Normal);
        Assert.AreEqual(new QueryOutcome(0, 0, 0) { Labels = [RowLabel.Unlabeled] }, before);
    }
}
