namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>A second run keeps what is finished, and nothing else.</summary>
[TestClass]
public sealed class PartitionResumeTests
{
    [TestMethod]
    public void Run_ScoresThatAreThere_AreRefusedBeforeARowIsRead()
    {
        using var folder = Scored();
        File.Delete(folder.PathOf("out", "a.csv"));
        var before = Written(folder);

        folder.Score().IsRefused("scores of 2 of the 3 partitions already: 'b.csv', 'c.csv'", "--resume", "--output");
        CollectionAssert.AreEqual(before, Written(folder));
        Assert.IsFalse(File.Exists(folder.PathOf("out", "a.csv")));
    }

    [TestMethod]
    public void Resume_NothingChanged_KeepsAll()
    {
        using var folder = Scored();
        var before = Written(folder);
        var run = folder.Score("--resume").Succeeds();

        CollectionAssert.AreEqual(before, Written(folder));
        Assert.Contains("3 of 3 partitions are finished already and kept.", run.Output);
    }

    [TestMethod]
    public void Resume_KeptPartitions_AreCountedAsBefore()
    {
        using var folder = Scored();
        var again = CommandRun.Json([.. folder.Words(), "--resume"]);

        Assert.AreEqual("a kept, b kept, c kept", PartitionFolder.Statuses(again));
        Assert.AreEqual(30, again.GetProperty("partitions")[1].GetProperty("rows").GetInt32());
        Assert.AreEqual(
            folder.Lines("b.csv").Count(line => line.EndsWith(",1")), again.GetProperty("partitions")[1].GetProperty("flagged").GetInt32());
        Assert.AreEqual(0, again.GetProperty("rows").GetInt64());
        Assert.IsTrue(again.GetProperty("complete").GetBoolean());
    }

    [TestMethod]
    [DataRow("the input grew")]
    [DataRow("the input was written again")]
    [DataRow("the scores are gone")]
    [DataRow("the scores were cut short")]
    [DataRow("the scores have another byte")]
    [DataRow("the record is gone")]
    [DataRow("the record is damaged")]
    [DataRow("the record is of another version")]
    public void Resume_OnePartitionThatIsNotFinished_IsScoredAgain(string what)
    {
        using var folder = Scored();
        var (input, scores, record) = (
            folder.PathOf("in", "b.csv"), folder.PathOf("out", "b.csv"), folder.PathOf("out", "_records", "b.csv.json"));
        switch (what)
        {
            case "the input grew":
                File.AppendAllText(input, "3.5,3.5\n");
                break;
            case "the input was written again":
                File.SetLastWriteTimeUtc(input, File.GetLastWriteTimeUtc(input).AddSeconds(1));
                break;
            case "the scores are gone":
                // As a kill between the record and the scores leaves it.
                File.Delete(scores);
                break;
            case "the scores were cut short":
                File.WriteAllText(scores, File.ReadAllText(scores)[..^5]);
                break;
            case "the scores have another byte":
                File.WriteAllText(scores, File.ReadAllText(scores).Replace("score", "scorE", StringComparison.Ordinal));
                break;
            case "the record is gone":
                File.Delete(record);
                break;
            case "the record is damaged":
                File.WriteAllText(record, File.ReadAllText(record)[..20]);
                break;
            default:
                File.WriteAllText(record, File.ReadAllText(record).Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));
                break;
        }

        var document = CommandRun.Json([.. folder.Words(), "--resume"]);

        Assert.AreEqual("a kept, b scored, c kept", PartitionFolder.Statuses(document), what);
        folder.IsComplete();
    }

    [TestMethod]
    public void Resume_AnotherModel_ScoresAllAgain()
    {
        using var folder = Scored();
        var path = folder.PathOf("numbers.csv");
        File.WriteAllText(path, SyntheticCsv.OfNumbers());
        CommandRun.Of("train", path, "--detector", "copod", "--output", folder.Model).Succeeds();
        var document = CommandRun.Json([.. folder.Words(), "--resume"]);

        Assert.AreEqual("a scored, b scored, c scored", PartitionFolder.Statuses(document));
        folder.IsComplete();
    }

    [TestMethod]
    public void Resume_AnotherWayOfReading_ScoresAllAgain()
    {
        using var folder = Scored();
        var document = CommandRun.Json([.. folder.Words(), "--resume", "--rows", "5"]);

        Assert.AreEqual("a scored, b scored, c scored", PartitionFolder.Statuses(document));
        Assert.HasCount(6, folder.Lines("b.csv"));
    }

    [TestMethod]
    public void Resume_AnotherBackgroundOrNumberOfReasons_ScoresAllAgain()
    {
        using var folder = Scored();
        var background = folder.AddCsv("../background.csv", 50, seed: 6);
        string[] words = [.. folder.Words(), "--resume", "--explain", "--background", background];
        CommandRun.Json(words);
        var same = CommandRun.Json(words);
        var fewer = CommandRun.Json([.. words, "--reasons", "1"]);
        folder.AddCsv("../background.csv", 50, seed: 7);
        var other = CommandRun.Json([.. words, "--reasons", "1"]);

        Assert.AreEqual("a kept, b kept, c kept", PartitionFolder.Statuses(same));
        Assert.AreEqual("a scored, b scored, c scored", PartitionFolder.Statuses(fewer));
        Assert.AreEqual("a scored, b scored, c scored", PartitionFolder.Statuses(other));
    }

    [TestMethod]
    public void Resume_PartitionMended_ScoresThatOne()
    {
        using var folder = new PartitionFolder();
        folder.AddCsv("a.csv", 20, seed: 1);
        File.WriteAllText(folder.PathOf("in", "b.csv"), "temp,v\n1,2\n");
        folder.Score().IsRefused("b.csv");
        folder.AddCsv("b.csv", 20, seed: 2);
        var document = CommandRun.Json([.. folder.Words(), "--resume"]);

        Assert.AreEqual("a kept, b scored", PartitionFolder.Statuses(document));
        folder.IsComplete();
    }

    /// <summary>Scores of what the file was before would be taken for those of what it is.</summary>
    [TestMethod]
    public void Resume_PartitionThatBroke_HasNoScoresAnyMore()
    {
        using var folder = Scored();
        File.WriteAllText(folder.PathOf("in", "b.csv"), "temp,v\n1,2\n");
        folder.Score("--resume").IsRefused("1 of 3 partitions cannot be scored", "b.csv");

        Assert.IsFalse(File.Exists(folder.PathOf("out", "b.csv")));
        Assert.IsTrue(File.Exists(folder.PathOf("out", "c.csv")));
    }

    [TestMethod]
    public void Run_TemporaryFilesOfAKilledRun_AreRemoved()
    {
        using var folder = Scored();
        var suffix = $".{new string('0', 32)}.tmp";
        File.WriteAllText(folder.PathOf("out", "b.csv" + suffix), "half");
        File.WriteAllText(folder.PathOf("out", "_records", "b.csv.json" + suffix), "half");
        File.WriteAllText(folder.PathOf("out", "mine.tmp"), "another program's");
        folder.Score("--resume").Succeeds();

        Assert.IsFalse(File.Exists(folder.PathOf("out", "b.csv" + suffix)));
        Assert.IsFalse(File.Exists(folder.PathOf("out", "_records", "b.csv.json" + suffix)));
        Assert.IsTrue(File.Exists(folder.PathOf("out", "mine.tmp")));
    }

    private static PartitionFolder Scored()
    {
        var folder = new PartitionFolder();
        folder.AddCsv("a.csv", 20, seed: 1);
        folder.AddCsv("b.csv", 30, seed: 2);
        folder.AddCsv("c.csv", 40, seed: 3);
        folder.Score().Succeeds();
        return folder;
    }

    private static string[] Written(PartitionFolder folder) =>
    [
        .. Directory.GetFiles(folder.Output).Order(StringComparer.Ordinal).Select(
            path => $"{Path.GetFileName(path)} {File.GetLastWriteTimeUtc(path):O} {File.ReadAllText(path)}"),
    ];
}
