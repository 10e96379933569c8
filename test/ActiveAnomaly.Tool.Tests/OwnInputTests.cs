using ActiveAnomaly.Tool.Labeling;

namespace ActiveAnomaly.Tool;

/// <summary>No command writes over a file that it reads, or over what is no file, and says so before any work.</summary>
[TestClass]
public sealed class OwnInputTests
{
    private static readonly string Table = SyntheticCsv.OfNumbers(60);

    [TestMethod]
    public void Train_OverItsTable_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("pay.csv", Table);

        CommandRun.Of("train", table, "-o", table).IsRefused("--output", "pay.csv", "would overwrite");
        Assert.AreEqual(Table, File.ReadAllText(table));
    }

    [TestMethod]
    public void Train_OutputThatCannotBe_IsRefusedBeforeTheTableIsRead()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("bad.csv", "a,b\n1,2\n3\n");
        folder.MakePipe("pipe");

        CommandRun.Of("train", table, "-o", folder.FullName).IsRefused("--output", "is a folder");
        CommandRun.Of("train", table, "-o", folder.File("nd") + Path.DirectorySeparatorChar).IsRefused("--output", "nd", "is a folder");
        CommandRun.Of("train", table, "-o", folder.File("pipe")).IsRefused("--output", "pipe", "no file");
        CommandRun.Of("train", table, "-o", folder.File("bad.csv", "model.zip")).IsRefused("--output", "bad.csv");
    }

    [TestMethod]
    public void Score_OverWhatItReads_IsRefused()
    {
        using var folder = Trained();
        var (table, model, other) = (folder.File("pay.csv"), folder.File("m.csv"), folder.Write("other.csv", Table));
        Directory.CreateDirectory(folder.File("in"));
        var sameName = folder.Write(Path.Combine("in", "other.csv"), Table);
        var asModel = folder.Write(Path.Combine("in", "m.csv"), Table);
        TemporaryFolder.LinkFolder(folder.File("link"), folder.FullName);

        string[] words = ["score", "--model", model, "-o"];
        CommandRun.Of([.. words, folder.FullName, table]).IsRefused("--output", "pay.csv", "would overwrite");
        CommandRun.Of([.. words, folder.File("link"), table]).IsRefused("--output", "pay.csv", "would overwrite");
        CommandRun.Of([.. words, folder.FullName, asModel]).IsRefused("m.csv", "would overwrite");
        CommandRun.Of([.. words, folder.FullName, sameName, "--explain", "--background", other]).IsRefused("other.csv", "would overwrite");
        CommandRun.Of([.. words, folder.FullName, asModel, "--threads", "2"]).IsRefused("m.csv", "would overwrite");
        CommandRun.Of([.. words, folder.FullName, sameName, "--threads", "2", "--explain", "--background", other])
            .IsRefused("other.csv", "would overwrite");
        CommandRun.Of([.. words, folder.File("link"), table, "--threads", "2"]).IsRefused("pay.csv", "would overwrite");
        CommandRun.Of([.. words, other, table]).IsRefused("--output", "other.csv", "is a file that holds no scores");
        CommandRun.Of([.. words, folder.FullName, sameName]).IsRefused("--output", "other.csv", "is a file that holds no scores");
        CommandRun.Of([.. words, folder.File("today.csv"), table, "--threads", "1"]).IsMisused("today.csv", "go into a folder");
        foreach (var path in (string[])[table, other, sameName, asModel])
        {
            Assert.AreEqual(Table, File.ReadAllText(path), path);
        }
    }

    /// <summary>A name in the output folder that is a link stays one; a pipe stays a pipe.</summary>
    [TestMethod]
    [DataRow(new string[0])]
    [DataRow(new[] { "--threads", "2", "--resume" })]
    public void Score_LinkOrPipeInTheOutputFolder_FollowsTheOneAndRefusesTheOther(string[] more)
    {
        using var folder = Trained();
        Directory.CreateDirectory(folder.File("scores"));
        TemporaryFolder.Link(folder.File("scores", "pay.csv"), folder.Write("kept.csv", "line,score,abnormal\n"));
        string[] words = ["score", "--model", folder.File("m.csv"), "-o", folder.File("scores"), .. more, folder.File("pay.csv")];
        CommandRun.Of(words).Succeeds();
        Assert.HasCount(61, File.ReadAllLines(folder.File("kept.csv")));
        Assert.IsNotNull(new FileInfo(folder.File("scores", "pay.csv")).LinkTarget);

        File.Delete(folder.File("scores", "pay.csv"));
        folder.MakePipe(Path.Combine("scores", "pay.csv"));
        CommandRun.Of(words).IsRefused("--output", "pay.csv", "no file");
    }

    [TestMethod]
    public async Task Export_OverTheTableOrAPipe_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("pay.csv", Table);
        using (await RunningLabel.StartAsync(table))
        {
        }

        folder.MakePipe("pipe");
        var store = folder.File("pay.labels.db");
        CommandRun.Of("export", store, "--labels", table).IsRefused("--labels", "pay.csv", "would overwrite");
        CommandRun.Of("export", store, "--scores", table).IsRefused("--scores", "pay.csv", "would overwrite");
        CommandRun.Of("export", store, "--model", folder.File("pipe")).IsRefused("--model", "pipe", "no file");
        CommandRun.Of("report", store, "-o", table).IsRefused("--output", "pay.csv", "would overwrite");
        Assert.AreEqual(Table, File.ReadAllText(table));
    }

    [TestMethod]
    public void ReportAndEvaluate_OverTheResults_AreRefused()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("pay.csv", Table);
        string[] words = ["evaluate", table, "--stages", "1", "-o", folder.File("out")];
        CommandRun.Of([.. words, "--report", folder.File("out", "pay.csv")]).IsRefused("--report", "--output", "would overwrite");
        CommandRun.Of(words).Succeeds();
        var results = folder.File("out", "pay.csv");
        var before = File.ReadAllText(results);

        TemporaryFolder.Link(folder.File("link.html"), results);
        CommandRun.Of("report", results, "-o", folder.File("link.html")).IsRefused("--output", "would overwrite");
        Assert.AreEqual(before, File.ReadAllText(results));
    }

    /// <summary>A model that is called like a file of scores.</summary>
    private static TemporaryFolder Trained()
    {
        var folder = new TemporaryFolder();
        CommandRun.Of("train", folder.Write("pay.csv", Table), "-o", folder.File("m.csv")).Succeeds();
        return folder;
    }
}
