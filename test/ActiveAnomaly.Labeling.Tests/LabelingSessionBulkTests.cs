using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Answers for several rows at once, and taking them back at once.</summary>
[TestClass]
public sealed class LabelingSessionBulkTests
{
    [TestMethod]
    public async Task AnswerAll_OnlyOpen_LeavesWhatIsDecidedByNow()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "bob", 5);
        await GivenSession.Answer(session, "ada", 6, Answer.Abnormal);
        await GivenSession.Answer(session, "ada", 7);

        var receipt = session.AnswerAll("ada", [4, 5, 6, 7], Answer.Abnormal, onlyOpen: true);

        Assert.AreEqual(2, receipt.Count, "Row 4, and row 6 that has this answer of hers.");
        Assert.AreSequenceEqual(
            ["Row 5 is decided by now: bob says Normal.", "Row 7 is decided by now: ada says Normal."],
            receipt.Refused.Select(refused => refused.Why));
        Assert.AreEqual((Answer.Normal, Answer.Normal), (session.RowOf(5).Decision!.Value, session.RowOf(7).Decision!.Value));
        Assert.AreEqual(Answer.Abnormal, session.RowOf(4).Decision);

        // Without it, an answer is an answer.
        Assert.AreEqual(2, session.AnswerAll("ada", [5, 7], Answer.Abnormal).Count);
    }

    [TestMethod]
    public async Task AnswerAll_OnlyOpenUnderMajority_TakesRowsThatWaitForAnAnswer()
    {
        using var session = GivenSession.Create(10, GivenSession.Options with { LabelPolicy = new MajorityPolicy(2) });
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "bob", 5);
        Assert.AreEqual(1, session.AnswerAll("ada", [5], Answer.Normal, onlyOpen: true).Count);
        Assert.AreEqual(Answer.Normal, session.RowOf(5).Decision);
    }

    [TestMethod]
    public async Task WithdrawAll_Rows_TakesBackWhatThereIsAndShowsTheLast()
    {
        using var session = GivenSession.Create(10);
        await GivenSession.Row(session, "ada");
        session.AnswerAll("ada", [1, 2, 3], Answer.Abnormal);
        await GivenSession.Answer(session, "bob", 4);

        var receipt = session.WithdrawAll("ada", [3, 4, 2, 3, 99]);

        Assert.AreEqual(2, receipt.Count);
        Assert.AreSequenceEqual([4, 99], receipt.Refused.Select(refused => refused.Row));
        Assert.Contains("ada has not answered for row 4", receipt.Refused[0].Why);
        Assert.IsNull(session.RowOf(3).Decision);
        Assert.IsNull(session.RowOf(2).Decision);
        Assert.AreEqual((Answer.Abnormal, Answer.Normal), (session.RowOf(1).Decision!.Value, session.RowOf(4).Decision!.Value));
        Assert.AreEqual(2, await GivenSession.Row(session, "ada"));
        Assert.AreEqual(GivenSession.Log(session).Count(past => past is Sessions.Events.AnswerWithdrawn), receipt.Count);

        // The next model forgets them.
        await session.WaitForModelAsync();
        Assert.AreEqual(2, session.State.AnsweredCount);
        Assert.ThrowsExactly<ArgumentNullException>(() => session.WithdrawAll("ada", null!));
    }

    [TestMethod]
    public async Task NextQuestionAsync_Upcoming_HasTheScoresOfTheModelThereIs()
    {
        using var session = GivenSession.Create(10);
        var question = await session.NextQuestionAsync("ada");
        Assert.AreSequenceEqual([8, 7, 6, 5, 4], question.Upcoming);
        Assert.AreSequenceEqual([8f, 7f, 6f, 5f, 4f], question.UpcomingScores);
    }
}
