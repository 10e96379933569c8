using System.Text;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>Going on with a session, or with what an earlier one has.</summary>
[TestClass]
public sealed class LabelGoingOnTests
{
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromMinutes(1);
    private static readonly string Table = SyntheticCsv.OfNumbers(60);

    [TestMethod]
    public async Task Label_FolderWithAnEqualsSign_KeepsAnswersBesideTheTable()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("month=2024-01"));
        using var running = await RunningLabel.StartAsync(folder.Write(Path.Combine("month=2024-01", "pay.csv"), Table));

        Assert.AreEqual(folder.File("month=2024-01", "pay.labels.db"), running.Document.GetProperty("store").GetString());
    }

    [TestMethod]
    [DataRow("--ignore", "temp", "the session has none")]
    [DataRow("--category", "u", "'u'")]
    [DataRow("--label", "u", "'Label'")]
    [DataRow("--abnormal", "0", "'1'")]
    [DataRow("--normal", "7", "'0'")]
    [DataRow("--unlabelled", "?", "the session has none")]
    [DataRow("--rows", "50", "took all")]
    [DataRow("--missing", "median", "Stop")]
    [DataRow("--missing-text", "none at all", "'NA'")]
    [DataRow("--out-of-range", "clip", "Stop")]
    [DataRow("--labels", "known", "hidden")]
    [DataRow("--id", "u", "the session has none")]
    [DataRow("--no-label", null, "'Label'")]
    [DataRow("--no-header", null, "has a header")]
    [DataRow("--no-quotes", null, "quotes are read")]
    [DataRow("--encoding", "windows-1252", "utf-8")]
    [DataRow("--separator", ";", "','")]
    [DataRow("--decimal", ",", "'.'")]
    [DataRow("--policy", "majority:2", "latest")]
    public async Task Label_SessionBeganOtherwise_IsMisusedByName(string option, string? value, string kept)
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("pay.csv", Table);
        using (await RunningLabel.StartAsync(table))
        {
        }

        Label([table, option, .. value is null ? (string[])[] : [value]]).IsMisused("'pay'", option, kept, "Leave that out");
    }

    /// <summary>The same command goes on another day, whatever it says.</summary>
    [TestMethod]
    public async Task Label_SameCommand_GoesOn()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("pay.csv", SyntheticCsv.WithText(60).Replace("colour,", "key,", StringComparison.Ordinal));
        string[] words =
        [
            table, "--no-id", "--label", "abnormal", "--labels", "hidden", "--normal", "0", "--abnormal", "*", "--unlabelled", "x",
            "--ignore", "width", "--category", "key", "--category", "depth", "--most-categories", "80", "--missing", "median",
            "--missing-text", "?", "--out-of-range", "clip", "--dates", "days", "--date-format", "dd/MM/yyyy", "--rows", "55", "--header",
            "--separator", ",", "--decimal", ".", "--encoding", "latin1", "--no-quotes", "--policy", "majority:2", "--seed", "3",
        ];
        using (await RunningLabel.StartAsync(words))
        {
        }

        using var again = await RunningLabel.StartAsync([.. words, "--budget", "7", "--audit", "0.1"]);
        Assert.IsFalse(again.Document.GetProperty("isNew").GetBoolean());
    }

    [TestMethod]
    public async Task Label_TableWrittenOtherwiseNow_SaysSoAndRecommendsNoOptionForIt()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("pay.csv", Table);
        using (await RunningLabel.StartAsync(table))
        {
        }

        folder.Write("pay.csv", Table.Replace(',', ';'));
        var run = Label(table);
        run.IsRefused("pay.csv", "separated by ','", "Write it so again", "--continues");
        Assert.DoesNotContain("--separator", run.Error);
    }

    [TestMethod]
    public async Task Label_SessionThatIsLabelledNow_IsRefusedAndFreeAfterwards()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("pay.csv", Table);
        using (await RunningLabel.StartAsync(table))
        {
            Label(table).IsRefused("'pay'", "by another program");
            using var other = await RunningLabel.StartAsync(table, "--session", "second");
            Assert.IsTrue(other.Document.GetProperty("isNew").GetBoolean());
        }

        using var again = await RunningLabel.StartAsync(table);
        Assert.IsFalse(again.Document.GetProperty("isNew").GetBoolean());
        Assert.IsEmpty(Directory.GetFiles(folder.FullName, "*.lock").Skip(1));
    }

    [TestMethod]
    public async Task Label_RenamedTable_GoesOnWithTheOnlySessionWhereItIsOfIt()
    {
        using var folder = new TemporaryFolder();
        var store = folder.File("one.db");
        using (await RunningLabel.StartAsync(folder.Write("pay.csv", Table), "--store", store))
        {
        }

        using (var renamed = await RunningLabel.StartAsync(folder.Write("renamed.csv", Table), "--store", store))
        {
            Assert.AreEqual("pay", renamed.Document.GetProperty("session").GetString());
        }

        using var another = await RunningLabel.StartAsync(folder.Write("other.csv", SyntheticCsv.OfNumbers(50)), "--store", store);
        Assert.AreEqual("other", another.Document.GetProperty("session").GetString());
        Assert.Contains("has 'pay' too", (await another.StopAsync()).Error);
    }

    [TestMethod]
    public async Task Label_ContinuesAStoreOfTwo_TakesTheOneThatIsNamed()
    {
        using var folder = new TemporaryFolder();
        var (table, store, next) = (folder.Write("pay.csv", Table), folder.File("two.db"), folder.Write("next.csv", Table));
        foreach (var (session, row) in ((string, int)[])[("may", 9), ("june", 3)])
        {
            using var running = await RunningLabel.StartAsync(table, "--store", store, "--session", session);
            await running.AnswerAsync(row, "abnormal");
        }

        string[] words = [next, "--continues", store];
        Label(words).IsRefused("'june', 'may'", "--continues-session");
        Assert.IsFalse(File.Exists(folder.File("next.labels.db")));
        Label(next, "--continues-session", "may").IsMisused("--continues-session without --continues");
        Label(next, "--include-edited").IsMisused("--include-edited without --continues");
        using var carried = await RunningLabel.StartAsync([.. words, "--continues-session", "may"]);
        var row9 = await carried.GetAsync("api/rows/9?annotator=ada");
        Assert.AreEqual("abnormal", row9.GetProperty("decision").GetString());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Label_ContinuesWithTheSameCommand_GoesOnAndCarriesNothingOverTwice(bool areInOneStore)
    {
        using var folder = new TemporaryFolder();
        var (may, june) = (folder.Write("may.csv", Table), folder.Write("june.csv", Table));
        var store = folder.File("all.db");
        string[] beside = areInOneStore ? ["--store", store] : [];
        using (var earlier = await RunningLabel.StartAsync([may, .. beside]))
        {
            await earlier.AnswerAsync(9, "abnormal");
        }

        string[] words = [june, .. beside, "--session", "june", "--continues", areInOneStore ? store : folder.File("may.labels.db")];
        using (var begun = await RunningLabel.StartAsync(words))
        {
            await begun.WithdrawAsync(9);
            await begun.AnswerAsync(3, "normal");
        }

        using (var earlier = await RunningLabel.StartAsync([may, .. beside, "--session", "may"]))
        {
            await earlier.AnswerAsync(5, "abnormal");
        }

        using var again = await RunningLabel.StartAsync(words);
        Assert.IsFalse(again.Document.GetProperty("isNew").GetBoolean());
        Assert.AreEqual(1, again.Document.GetProperty("answers").GetInt32());
        var said = (await again.StopAsync()).Error;
        Assert.Contains("carried over from", said);
        Assert.Contains("when it began.", said);
        Assert.Contains("1 answer was given there since; it carries over to a new session only", said);
    }

    [TestMethod]
    public async Task Label_ContinuesAnotherSessionThanItWasBegunFrom_IsRefusedAndSaysWhatDiffers()
    {
        using var folder = new TemporaryFolder();
        var (may, june, april) = (folder.Write("may.csv", Table), folder.Write("june.csv", Table), folder.Write("april.csv", Table));
        foreach (var table in (string[])[april, may])
        {
            using var running = await RunningLabel.StartAsync(table);
        }

        string[] words = [june, "--continues", folder.File("may.labels.db")];
        using (await RunningLabel.StartAsync(words))
        {
        }

        Label(june, "--continues", folder.File("april.labels.db"))
            .IsMisused("'june'", "was begun from a session of 2", "april.labels.db' is not", "Leave --continues out");
        Label([.. words, "--include-edited"]).IsMisused("'june'", "leave --include-edited out");
        Label(may, "--continues", folder.File("april.labels.db")).IsMisused("'may'", "does not say that it was begun from another");
        File.Delete(folder.File("may.labels.db"));
        Label(words).IsMisused("'june'", "may.labels.db'", "is not there");
    }

    [TestMethod]
    public async Task Label_ImportInAnotherEncoding_IsReadAsItIsSaid()
    {
        using var folder = new TemporaryFolder();
        var (table, labels) = (folder.Write("pay.csv", Table), folder.File("labels of mine.csv"));
        await File.WriteAllBytesAsync(labels, Encoding.Latin1.GetBytes("row,answer,who\n9,abnormal,J\u00f6rg\n"));
        var refused = Label(table, "--import", labels);
        refused.IsRefused($"Line 2 of '{labels}'", "--import-encoding");
        Label(table, "--import-encoding", "latin1").IsMisused("--import-encoding without --import");
        using var running = await RunningLabel.StartAsync(table, "--import", labels, "--import-encoding", "windows-1252");
        var row = await running.GetAsync("api/rows/9?annotator=ada");
        Assert.AreEqual("J\u00f6rg", row.GetProperty("answers")[0].GetProperty("annotator").GetString());
    }

    [TestMethod]
    public void Label_ImportThatCannotBeRead_LeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("pay.csv", Table);
        Label(table, "--import", folder.Write("labels.csv", "name;reply\n9;abnormal\n")).IsRefused("'name', 'reply'");
        Label(table, "--import", folder.File("none.csv")).IsRefused("There is no file");
        Assert.IsFalse(File.Exists(folder.File("pay.labels.db")));
    }

    [TestMethod]
    public void Label_TableOfOneRow_IsRefusedAndLeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        Label(folder.Write("one.csv", "a,b\n1,2\n")).IsRefused("one.csv", "1 row", "at least 2");

        Assert.IsFalse(File.Exists(folder.File("one.labels.db")));
    }

    [TestMethod]
    public void Label_StoreThatIsTheTableOrAPipe_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("pay.csv", Table);
        folder.MakePipe("pipe");

        Label(table, "--store", table).IsRefused("--store", "is the table itself");
        Label(table, "--store", folder.File("pipe")).IsRefused("--store", "no file");
        Assert.AreEqual(Table, File.ReadAllText(table));
    }

    /// <summary>Runs the command where it is refused; where it is not, it serves, and is stopped.</summary>
    private static CommandRun Label(params string[] words)
    {
        using var stop = new CancellationTokenSource(LongestRefusal);
        return CommandRun.Of(stop.Token, ["label", .. words, "--json", "--port", "0"]);
    }
}
