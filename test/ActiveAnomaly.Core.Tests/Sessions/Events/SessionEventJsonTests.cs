namespace ActiveAnomaly.Sessions.Events;

/// <summary>Events as text. v1-session.jsonl was written by the first version of the events and stays readable.</summary>
[TestClass]
public sealed class SessionEventJsonTests
{
    [TestMethod]
    public void Read_OfWrite_GivesTheSameText()
    {
        foreach (var line in Fixture())
        {
            Assert.AreEqual(line, SessionEventJson.Write(SessionEventJson.Read(line)));
        }
    }

    [TestMethod]
    public void Read_VersionOne_HasEveryKindOfEvent()
    {
        var kinds = Fixture().Select(line => SessionEventJson.Read(line).GetType()).ToHashSet();
        Assert.HasCount(6, kinds);
    }

    [TestMethod]
    public void Read_VersionOne_HasTheRecordedFacts()
    {
        SessionEvent[] events = [.. Fixture().Select(SessionEventJson.Read)];
        var created = (SessionCreated)events[0];
        Assert.AreEqual(("first feature", 7L, 2, 5), (created.Detector, created.DetectorSeed, created.BudgetPerStage, created.RowCount));
        Assert.AreSequenceEqual([4, 3], ((RowsQueried)events[2]).Rows);
        var answered = (RowAnswered)events[3];
        Assert.AreEqual(
            (4, Answer.Abnormal, "expert", new DateTimeOffset(2026, 1, 2, 3, 4, 9, TimeSpan.Zero)),
            (answered.Row, answered.Answer, answered.Annotator, answered.Time));
    }

    [TestMethod]
    public void Read_VersionOne_AskedAboutEachOfEqualRows() =>
        Assert.IsTrue(((SessionCreated)SessionEventJson.Read(Fixture()[0])).AsksTwins);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Read_OfWrite_KnowsWhetherEqualRowsWereAsked(bool asksTwins)
    {
        var created = (SessionCreated)SessionEventJson.Read(Fixture()[0]) with { Version = 2, AsksTwins = asksTwins };
        var text = SessionEventJson.Write(created);
        Assert.Contains($"\"AsksTwins\":{(asksTwins ? "true" : "false")}", text);
        Assert.AreEqual(asksTwins, ((SessionCreated)SessionEventJson.Read(text)).AsksTwins);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("{}")]
    [DataRow("[]")]
    [DataRow("""{"event":"exploded","Sequence":1,"Time":"2026-01-02T03:04:05+00:00"}""")]
    [DataRow("""{"event":"answered","Sequence":1,"Time":"2026-01-02T03:04:05+00:00","Row":1,"Answer":9,"Annotator":"expert"}""")]
    [DataRow("""{"event":"answered","Sequence":1,"Time":"2026-01-02T03:04:05+00:00","Row":1,"Answer":"Normal"}""")]
    public void Read_OtherText_Throws(string json) => Assert.ThrowsExactly<FormatException>(() => SessionEventJson.Read(json));

    private static string[] Fixture()
    {
        using var reader = new StreamReader(typeof(SessionEventJsonTests).Assembly.GetManifestResourceStream("v1-session.jsonl")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
