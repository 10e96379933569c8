using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class AdviceWriterTests
{
    /// <summary>The two highest of these are rows 0 and 1.</summary>
    private static readonly float[] First = [9, 8, 1, 0];

    /// <summary>The two highest of these are rows 1 and 2.</summary>
    private static readonly float[] Second = [0, 8, 9, 1];

    [TestMethod]
    [DataRow(0, 0, "No row that the model chose is answered yet, skips aside.")]
    [DataRow(1, 0, "The last row that the model chose, skips aside, was no anomaly.")]
    [DataRow(1, 1, "The last row that the model chose, skips aside, was an anomaly.")]
    [DataRow(2, 0, "Of the last 2 rows that the model chose, skips aside, 0 were anomalies.")]
    [DataRow(19, 1, "Of the last 19 rows that the model chose, skips aside, 1 was an anomaly.")]
    [DataRow(20, 20, "Of the last 20 rows that the model chose, skips aside, 20 were anomalies. Go on: questions still find anomalies.")]
    [DataRow(20, 4, "Of the last 20 rows that the model chose, skips aside, 4 were anomalies. Go on: questions still find anomalies.")]
    [DataRow(20, 3, "Of the last 20 rows that the model chose, skips aside, 3 were anomalies. Questions find few anomalies now.")]
    [DataRow(20, 0, "Of the last 20 rows that the model chose, skips aside, 0 were anomalies. Questions find few anomalies now.")]
    public void Advise_NoModelBefore_SaysWhatWasFound(int count, int abnormal, string text)
    {
        var advice = new AdviceWriter(topCount: 2).Advise(Answers(count, abnormal));
        Assert.AreEqual(new StoppingAdvice(count, abnormal, null, text), advice);
    }

    [TestMethod]
    [DataRow(true, 0, 1.0, " 100 % of the top rows stayed at the top over the last 20 labelled rows. More answers will change little.")]
    [DataRow(false, 0, 0.5, " 50 % of the top rows stayed at the top over the last 20 labelled rows. "
        + "Few anomalies seem to be left, but the ranking still changes.")]
    [DataRow(true, 2, 1.0, " 100 % of the top rows stayed at the top over the last 20 labelled rows. Questions find few anomalies now.")]
    [DataRow(false, 5, 0.5, " 50 % of the top rows stayed at the top over the last 20 labelled rows. "
        + "Go on: questions still find anomalies.")]
    public void Advise_ModelBefore_SaysHowMuchStayed(bool isSame, int abnormal, double overlap, string text)
    {
        var writer = new AdviceWriter(topCount: 2);
        writer.Take(GivenModel.Of(First, answerCount: 0));
        writer.Take(GivenModel.Of(isSame ? First : Second, answerCount: 20));
        var advice = writer.Advise(Answers(20, abnormal));
        Assert.AreEqual(overlap, advice.RankingOverlap);
        Assert.EndsWith("anomalies." + text, advice.Text);
    }

    [TestMethod]
    [DataRow(4, " 50 % of the top rows stayed at the top over the last labelled row.")]
    [DataRow(6, " 50 % of the top rows stayed at the top over the last 3 labelled rows.")]
    public void Advise_OnlyRowsThatTheModelDidNotChoose_SaysOverWhichRowsTheTopStayed(int answerCount, string text)
    {
        var writer = new AdviceWriter(topCount: 2);
        writer.Take(GivenModel.Of(First, answerCount: 3));
        writer.Take(GivenModel.Of(Second, answerCount));
        Assert.AreEqual("No row that the model chose is answered yet, skips aside." + text, writer.Advise([]).Text);
    }

    [TestMethod]
    public void Advise_ManyModels_ComparesWithTheLastBeforeTheWindow()
    {
        var writer = new AdviceWriter(topCount: 2);
        writer.Take(GivenModel.Of([0, 0, 8, 9], answerCount: 0));
        for (var count = 1; count <= 25; count++)
        {
            // Row 0 is at the top until 5 answers, and row 2 instead from 6 on.
            writer.Take(GivenModel.Of(count <= 5 ? First : Second, count));
        }

        Assert.AreEqual(0.5, writer.Advise(Answers(20, 0)).RankingOverlap);
        writer.Take(GivenModel.Of(Second, answerCount: 26));
        Assert.AreEqual(1.0, writer.Advise(Answers(20, 0)).RankingOverlap);
    }

    [TestMethod]
    public void Advise_AnswersTakenBack_ForgetsModelsThatKnewThem()
    {
        var writer = new AdviceWriter(topCount: 2);
        writer.Take(GivenModel.Of(First, answerCount: 3));
        writer.Take(GivenModel.Of(Second, answerCount: 4));
        Assert.AreEqual(0.5, writer.Advise([]).RankingOverlap);
        writer.Take(GivenModel.Of(Second, answerCount: 3));
        Assert.IsNull(writer.Advise([]).RankingOverlap);
    }

    [TestMethod]
    public void Advise_FewerRowsThanTheTop_TakesThoseThereAre()
    {
        var writer = new AdviceWriter(topCount: 10);
        writer.Take(GivenModel.Of(First, answerCount: 0));
        writer.Take(GivenModel.Of(Second, answerCount: 1));
        Assert.AreEqual(1.0, writer.Advise([]).RankingOverlap);
    }

    private static Answer[] Answers(int count, int abnormal) =>
        [.. Enumerable.Range(0, count).Select(i => i < abnormal ? Answer.Abnormal : Answer.Normal)];
}
