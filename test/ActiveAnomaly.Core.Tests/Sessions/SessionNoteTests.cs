using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>Notes, descriptions, and stages that are forgotten.</summary>
[TestClass]
public sealed class SessionNoteTests
{
    private static readonly FeatureMatrix Pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 10).Select(row => (float)row)], 1);

    [TestMethod]
    public void Note_OfARow_IsAnEventThatOutdatesNothing()
    {
        var session = Session();
        session.Train();
        session.Note(3, "refund", ["a", "b"]);
        var noted = (RowNoted)session.Log[^1];
        Assert.AreEqual((3, "refund", "expert"), (noted.Row, noted.Text, noted.Annotator));
        Assert.AreSequenceEqual(["a", "b"], noted.Tags);
        Assert.IsFalse(session.CanTrain);
        Assert.AreEqual(SessionState.ReadyToQuery, session.State);
        var read = (RowNoted)SessionEventJson.Read(SessionEventJson.Write(noted));
        Assert.AreEqual(noted with { Tags = read.Tags }, read);
    }

    [TestMethod]
    public void Note_BadInput_Throws()
    {
        var session = Session();
        Assert.Contains("rows are 0 to 9", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => session.Note(10, "x")).Message);
        Assert.Contains("tag of row 1 is empty", Assert.ThrowsExactly<ArgumentException>(() => session.Note(1, "x", [" "])).Message);
        Assert.ThrowsExactly<ArgumentException>(() => session.Note(1, "x", annotator: "somebody"));
        Assert.HasCount(1, session.Log);
    }

    [TestMethod]
    public void Describe_Properties_AreKeptAsTheyWere()
    {
        var session = Session();
        var properties = new Dictionary<string, string> { ["file"] = "a.csv" };
        session.Describe(properties);
        properties["file"] = "b.csv";
        var read = (PoolDescribed)SessionEventJson.Read(SessionEventJson.Write(session.Log[^1]));
        Assert.AreEqual("a.csv", read.Properties["file"]);
        Assert.HasCount(1, read.Properties);
    }

    [TestMethod]
    public void Train_KeptStageCount_KeepsTheLatest()
    {
        var session = Session(keptStageCount: 2);
        for (var row = 0; row < 4; row++)
        {
            session.Train();
            session.Label(row, RowLabel.Normal);
        }

        Assert.AreSequenceEqual([2, 3], session.History.Select(stage => stage.Stage));
        Assert.AreEqual(4, session.StageCount);
        session.Query(2, ahead: true);
        session.Answer(9, RowLabel.Abnormal);
        Assert.AreSequenceEqual([9, 8], session.History[^1].QueriedRows);
        Assert.AreSequenceEqual([Answer.Abnormal, null], session.History[^1].Answers);
        Assert.IsEmpty(session.History[0].QueriedRows);

        // A late answer of a stage that is forgotten changes nothing that is kept.
        session.Train();
        session.Label(5, RowLabel.Normal);
        session.Train();
        session.Answer(8, RowLabel.Normal);
        Assert.AreSequenceEqual([4, 5], session.History.Select(stage => stage.Stage));
    }

    [TestMethod]
    public void SessionOptions_KeptStageCountOfZero_Throws() => Assert.Contains(
        "at least 1", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Session(keptStageCount: 0)).Message);

    private static ActiveLearningSession Session(int? keptStageCount = null) => new(
        Pool,
        new FirstFeatureDetector(),
        new HighConfidenceStrategy(),
        new SessionOptions { PseudoAbnormal = PseudoAbnormalUse.Never, KeptStageCount = keptStageCount });
}
