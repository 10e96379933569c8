using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Several annotators: who gets which row, and what their answers come to under each policy.</summary>
[TestClass]
public sealed class LabelingSessionAnnotatorTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    [DataRow("latest")]
    [DataRow("majority:1")]
    public async Task NextQuestionAsync_OneAnswerDecides_NobodyGetsWhatAnotherHas(string policy)
    {
        using var session = Create(policy);
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        Assert.AreEqual(8, await GivenSession.Row(session, "bob"));
        Assert.AreEqual(7, await GivenSession.Row(session, "eve"));
        Assert.AreEqual(6, await GivenSession.Answer(session, "bob", 8));
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
    }

    [TestMethod]
    [DataRow("majority:2")]
    [DataRow("majority:3")]
    public async Task NextQuestionAsync_OneAnswerDoesNotDecide_EverybodyGetsTheSame(string policy)
    {
        using var session = Create(policy);
        foreach (var annotator in new[] { "ada", "bob", "eve" })
        {
            Assert.AreEqual(9, await GivenSession.Row(session, annotator));
        }

        Assert.AreEqual(1, session.State.AskedCount);
        Assert.AreEqual(8, await GivenSession.Answer(session, "ada", 9));
        Assert.AreEqual(9, await GivenSession.Row(session, "bob"));
        Assert.AreEqual(0, session.State.AnsweredCount);
    }

    [TestMethod]
    public async Task AnswerAsync_MajorityOfTwo_DecidesWithTheSecondAndWaitsWhereTheyDiffer()
    {
        using var session = Create("majority:2");
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9, Answer.Abnormal);
        Assert.IsNull(session.RowOf(9).Decision);
        await GivenSession.Answer(session, "bob", 9, Answer.Abnormal);
        Assert.AreEqual(Answer.Abnormal, session.RowOf(9).Decision);
        await GivenSession.Answer(session, "ada", 8, Answer.Abnormal);
        await GivenSession.Answer(session, "bob", 8, Answer.Normal);
        Assert.AreEqual((null, true), (session.RowOf(8).Decision, session.RowOf(8).IsDisagreed));
        Assert.AreSequenceEqual([8], session.State.DisagreedRows);

        // A skip is no side; the third who knows settles it, and disagreement stays to be seen.
        await GivenSession.Answer(session, "eve", 8, Answer.Skip);
        Assert.IsNull(session.RowOf(8).Decision);
        await GivenSession.Answer(session, "joe", 8, Answer.Normal);
        Assert.AreEqual(Answer.Normal, session.RowOf(8).Decision);
        Assert.AreSequenceEqual([8], session.State.DisagreedRows);
        Assert.AreEqual((2, 1, 1), (session.State.AnsweredCount, session.State.NormalCount, session.State.AbnormalCount));
        Assert.AreSequenceEqual(["ada", "bob", "eve", "joe"], session.RowOf(8).Answers.Select(answer => answer.Annotator));
    }

    [TestMethod]
    public async Task AnswerAsync_MajorityOfThreeTied_WaitsForOneMoreAndUndoOpensItAgain()
    {
        using var session = Create("majority:3");
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9, Answer.Abnormal);
        await GivenSession.Answer(session, "bob", 9, Answer.Normal);
        await GivenSession.Answer(session, "eve", 9, Answer.Skip);
        Assert.IsNull(session.RowOf(9).Decision);
        Assert.AreEqual(9, await GivenSession.Row(session, "joe"));
        await GivenSession.Answer(session, "joe", 9, Answer.Abnormal);
        Assert.AreEqual(Answer.Abnormal, session.RowOf(9).Decision);
        session.Withdraw("ada");
        Assert.IsNull(session.RowOf(9).Decision);
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        Assert.AreEqual(8, await GivenSession.Row(session, "joe"), "He has said what he thinks.");
        await GivenSession.Answer(session, "ada", 9, Answer.Normal);
        Assert.AreEqual(Answer.Normal, session.RowOf(9).Decision);
    }

    [TestMethod]
    public async Task AnswerAsync_AllSkipUnderMajority_IsSkipped()
    {
        using var session = Create("majority:2");
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9, Answer.Skip);
        await GivenSession.Answer(session, "bob", 9, Answer.Skip);
        Assert.AreEqual((Answer.Skip, 1), (session.RowOf(9).Decision, session.State.SkippedCount));
        Assert.IsEmpty(session.State.DisagreedRows);
    }

    [TestMethod]
    public async Task AnswerAsync_Latest_CountsTheLastAndUndoTheOneBefore()
    {
        using var session = Create("latest");
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 9, Answer.Abnormal);
        await GivenSession.Answer(session, "bob", 9, Answer.Normal);
        Assert.AreEqual(Answer.Normal, session.RowOf(9).Decision);
        Assert.AreSequenceEqual([9], session.State.DisagreedRows);

        // Whatever ada says of it, the row is before bob again: he wants to answer anew.
        Assert.AreEqual(9, session.Withdraw("bob").Next.Row);
        Assert.AreEqual(Answer.Abnormal, session.RowOf(9).Decision);
        Assert.AreEqual(9, await GivenSession.Row(session, "bob"));
        Assert.AreEqual(8, await GivenSession.Row(session, "ada"));
        await GivenSession.Answer(session, "bob", 9, Answer.Skip);
        Assert.AreEqual(Answer.Skip, session.RowOf(9).Decision);
        Assert.AreNotEqual(9, await GivenSession.Row(session, "bob"));
    }

    [TestMethod]
    public async Task Members_OneAnnotator_KeepOthersOut()
    {
        using var session = Create("one:ada");
        Assert.AreEqual(9, await GivenSession.Row(session, "ada"));
        const string found = "takes no answers of 'bob'";
        Assert.Contains(found, (await Assert.ThrowsExactlyAsync<ArgumentException>(() => session.NextQuestionAsync("bob"))).Message);
        Assert.Contains(
            found, (await Assert.ThrowsExactlyAsync<ArgumentException>(() => session.AnswerAsync("bob", 9, Answer.Normal))).Message);
        Assert.Contains(found, Assert.ThrowsExactly<ArgumentException>(() => session.AnswerAll("bob", [9], Answer.Normal)).Message);
        Assert.Contains(found, Assert.ThrowsExactly<ArgumentException>(() => session.Withdraw("bob")).Message);
        Assert.Contains(found, Assert.ThrowsExactly<ArgumentException>(() => session.Note("bob", 9, "x", [])).Message);
        Assert.AreEqual(8, await GivenSession.Answer(session, "ada", 9));
    }

    [TestMethod]
    public async Task NextQuestionAsync_SomebodyNotHeardOfForTwentyRows_GivesHisRowToOthers()
    {
        using var session = Create("latest", rowCount: 60);
        Assert.AreEqual(59, await GivenSession.Row(session, "gone"));
        var row = await GivenSession.Row(session, "ada");
        for (var given = 1; given <= 20; given++)
        {
            Assert.AreEqual(59 - given, row);
            row = (await GivenSession.Answer(session, "ada", row))!.Value;
        }

        Assert.AreEqual(59, row);
        await GivenSession.Answer(session, "ada", row);
        Assert.AreEqual(Answer.Normal, session.RowOf(59).Decision);
    }

    [TestMethod]
    public async Task NextQuestionAsync_SomebodyWhoseTabAsksNowAndThen_KeepsHisRow()
    {
        using var session = Create("latest", rowCount: 60);
        await GivenSession.Row(session, "slow");
        var row = await GivenSession.Row(session, "ada");
        for (var given = 1; given < 40; given++)
        {
            Assert.AreEqual(59 - given, row);
            row = (await GivenSession.Answer(session, "ada", row))!.Value;
            Assert.AreEqual(59, await GivenSession.Row(session, "slow"));
        }
    }

    [TestMethod]
    public async Task AnswerAsync_RowBeforeSomebodyElse_GivesHimAnother()
    {
        using var session = Create("latest");
        await GivenSession.Row(session, "ada");
        await GivenSession.Row(session, "bob");
        await GivenSession.Answer(session, "bob", 9);
        Assert.AreEqual(7, await GivenSession.Row(session, "ada"));
        Assert.AreEqual(8, await GivenSession.Row(session, "bob"));
    }

    [TestMethod]
    public async Task Withdraw_LabelOfARowNeverAsked_KeepsItFromOthers()
    {
        using var session = Create("latest");
        await GivenSession.Row(session, "ada");
        await GivenSession.Answer(session, "ada", 8);
        Assert.AreEqual(8, session.Withdraw("ada").Next.Row);
        await session.WaitForModelAsync(Cancelled);

        // Nobody was asked about row 8, and the strategy would choose it next; ada has it before her.
        Assert.AreEqual(9, await GivenSession.Row(session, "bob"));
        Assert.AreEqual(7, await GivenSession.Answer(session, "bob", 9));
        await GivenSession.Answer(session, "ada", 8);
        Assert.AreEqual(Answer.Normal, session.RowOf(8).Decision);
    }

    [TestMethod]
    public async Task NextQuestionAsync_RowThatHeLabelledAndOthersDidNot_GoesToOthersOnly()
    {
        using var session = Create("majority:2");
        await GivenSession.Row(session, "bob");
        await GivenSession.Answer(session, "ada", 8);
        await GivenSession.Answer(session, "ada", 9);
        Assert.AreEqual(7, await GivenSession.Row(session, "ada"));
        Assert.AreEqual(8, await GivenSession.Answer(session, "bob", 9));
        Assert.AreEqual(7, await GivenSession.Answer(session, "bob", 8));
    }

    [TestMethod]
    public async Task NextQuestionAsync_Another_PutsTheRowBackForTenAnswers()
    {
        using var session = Create("latest", rowCount: 30);
        Assert.AreEqual(29, await GivenSession.Row(session, "ada"));
        Assert.AreEqual(28, await GivenSession.Row(session, "ada", another: true));
        for (var i = 0; i < 9; i++)
        {
            Assert.AreEqual(27 - i, await GivenSession.Answer(session, "ada", 28 - i));
        }

        Assert.AreEqual(29, await GivenSession.Answer(session, "ada", 19));
        Assert.AreEqual(18, await GivenSession.Answer(session, "ada", 29));
    }

    [TestMethod]
    public async Task NextQuestionAsync_AnotherAndNothingElseIsLeft_GivesWhatWasPutBackInTurns()
    {
        using var session = Create("latest", rowCount: 3);
        Assert.AreEqual(2, await GivenSession.Row(session, "ada"));
        Assert.AreEqual(1, await GivenSession.Row(session, "ada", another: true));
        Assert.AreEqual(0, await GivenSession.Row(session, "ada", another: true));
        foreach (var row in new[] { 2, 1, 0, 2 })
        {
            Assert.AreEqual(row, await GivenSession.Row(session, "ada", another: true));
        }

        await GivenSession.Answer(session, "ada", 2);
        await GivenSession.Answer(session, "ada", 1);
        Assert.AreEqual(0, await GivenSession.Row(session, "ada"));
        Assert.AreEqual(0, await GivenSession.Row(session, "ada", another: true), "It is the only one.");
        Assert.IsNull(await GivenSession.Answer(session, "ada", 0));
    }

    [TestMethod]
    public async Task NextQuestionAsync_AnotherOfOne_IsThereForOthers()
    {
        using var session = Create("latest");
        await GivenSession.Row(session, "ada");
        await GivenSession.Row(session, "ada", another: true);
        Assert.AreEqual(9, await GivenSession.Row(session, "bob"));
        Assert.AreEqual(3, session.State.AskedCount + session.State.Annotators.Count - 1);
    }

    [TestMethod]
    public async Task NextQuestionAsync_TheRestIsBeforeOthers_SaysWhoHasIt()
    {
        using var session = Create("latest", rowCount: 2);
        await GivenSession.Row(session, "ada");
        await GivenSession.Row(session, "bob");
        Assert.AreEqual("Nothing is left to ask about but what is before ada, bob.", await GivenSession.Waiting(session, "eve"));
        session.Withdraw("bob", Answered(session, "bob", 0));
        Assert.AreEqual(0, await GivenSession.Row(session, "bob"));

        static int Answered(LabelingSession session, string annotator, int row)
        {
            session.AnswerAll(annotator, [row], Answer.Normal);
            return row;
        }
    }

    [TestMethod]
    public async Task Note_OfSomebodyWhoHasNotAnswered_IsAnAnnotator()
    {
        using var session = Create("latest");
        await GivenSession.Row(session, "Bob");
        session.Note("ada", 4, "x", []);
        await GivenSession.Row(session, "bob");

        // Told apart and put in order letter by letter.
        Assert.AreSequenceEqual(["Bob", "ada", "bob"], session.State.Annotators.Select(annotator => annotator.Name));
        Assert.AreSequenceEqual<int?>([9, null, 8], session.State.Annotators.Select(annotator => annotator.Row));
    }

    private static LabelingSession Create(string policy, int rowCount = 10) => GivenSession.Create(
        rowCount, GivenSession.Options with { LabelPolicy = Policy(policy) });

    private static LabelPolicy Policy(string name) => name.Split(':') switch
    {
        ["latest"] => new LatestAnswerPolicy(),
        ["majority", var count] => new MajorityPolicy(int.Parse(count, null)),
        [_, var annotator] => new OneAnnotatorPolicy(annotator),
        _ => throw new ArgumentException($"'{name}' is no policy.", nameof(name)),
    };
}
