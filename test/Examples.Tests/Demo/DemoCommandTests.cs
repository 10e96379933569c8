namespace ActiveAnomaly.Examples.Demo;

[TestClass]
public sealed class DemoCommandTests
{
    [TestMethod]
    public void Run_Glass_WritesTheModel()
    {
        using var folder = new TemporaryFolder();
        Demo(folder).Succeeds();

        Assert.IsTrue(File.Exists(folder.File("glass.zip")));
    }

    [TestMethod]
    public void Run_Glass_WritesALineAStage()
    {
        using var folder = new TemporaryFolder();
        Demo(folder).Succeeds();
        var lines = File.ReadAllLines(folder.File("glass.csv"));

        Assert.AreEqual(
            "seed,stage,asked,found,q,auc,auc_unasked,average_precision,labelled_normal,labelled_abnormal,pseudo_count,seconds", lines[0]);
        CollectionAssert.AreEqual(
            (string[])["1,0,0", "1,1,6"], lines.Skip(1).Select(line => string.Join(',', line.Split(',').Take(3))).ToArray());
    }

    [TestMethod]
    public void Run_Glass_LoadedModelScoresTheSameBits()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("the same bits as in training: True", Demo(folder).Succeeds().Output);
    }

    [TestMethod]
    public void Run_Budget_IsAsked()
    {
        using var folder = new TemporaryFolder();
        Demo(folder, "--budget", "4").Succeeds();

        Assert.StartsWith("1,1,4,", File.ReadAllLines(folder.File("glass.csv"))[2]);
    }

    [TestMethod]
    public void Run_TwoSeeds_PrintsTheirMean()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("Mean over 2 seeds", Demo(folder, "--seeds", "2").Succeeds().Output);
    }

    [TestMethod]
    public void Run_Cancelled_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of(new CancellationToken(canceled: true), "demo", "--data", "glass", "--out", folder.FullName);

        Assert.AreEqual(130, run.ExitCode, run.Error);
        Assert.Contains("Cancelled", run.Output);
    }

    [TestMethod]
    public void Run_UnknownData_NamesWhatIsShipped() =>
        CommandRun.Of("demo", "--data", "nowhere.csv").IsRefused("nowhere.csv", "ionosphere, glass");

    [TestMethod]
    public void Run_EmptyFile_IsRefused()
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("demo", "--data", folder.Write("empty.csv", string.Empty), "--out", folder.FullName)
            .IsRefused("empty.csv", "a header and rows are needed");
    }

    [TestMethod]
    [DataRow("--seeds")]
    [DataRow("--stages")]
    [DataRow("--budget")]
    public void Parse_ZeroOfSomething_IsRefused(string option) => CommandRun.Of("demo", option, "0").IsRefused(option, "at least 1");

    private static CommandRun Demo(TemporaryFolder folder, params string[] more) =>
        CommandRun.Of(["demo", "--data", "glass", "--stages", "1", "--out", folder.FullName, .. more]);
}
