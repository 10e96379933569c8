namespace ActiveAnomaly.Examples.Scripts;

[TestClass]
public sealed class TextColumnsCommandTests
{
    [TestMethod]
    public void Run_PathOfACsv_TellsTextFromNumbers()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("text-columns", folder.Write("shapes.csv", SyntheticCsv.WithText()), "--out", folder.FullName).Succeeds();

        Assert.Contains("Text, one-hot encoded: colour. Numbers: width, height, depth.", run.Output);
    }

    [TestMethod]
    public void Run_PathOfACsv_SavesTheModelWhereItSays()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("text-columns", folder.Write("shapes.csv", SyntheticCsv.WithText()), "--out", folder.FullName).Succeeds();

        Assert.IsTrue(File.Exists(folder.File("TextColumnsModel.zip")));
        Assert.Contains($"TextColumnsModel.zip in the folder {folder.FullName}", run.Output);
    }

    [TestMethod]
    public void Run_SavedModel_ScoresAWordNeverSeen()
    {
        using var folder = new TemporaryFolder();
        var shapes = folder.Write("shapes.csv", SyntheticCsv.WithText());
        CommandRun.Of("text-columns", shapes, "--out", folder.FullName).Succeeds();
        using var sample = new CsvSample(shapes, 100, default);
        var unseen = folder.Write("unseen.csv", "colour,width,height,depth,abnormal\nviolet,0.5,0.5,0.5,0\n");

        Assert.IsTrue(float.IsFinite(TextColumnsModel.ForSample(sample).Predict(folder.File("TextColumnsModel.zip"), unseen).Single()));
    }

    [TestMethod]
    public void Run_DataFolder_ReadsThePackedFile()
    {
        using var folder = new TemporaryFolder();
        SyntheticCsv.WriteNslKdd(folder.File("nslkdd.csv.gz"));
        var run = CommandRun.Of("text-columns", "--data", folder.FullName, "--out", folder.FullName).Succeeds();

        Assert.IsTrue(File.Exists(folder.File("NslKddModel.zip")));
        Assert.Contains("80 of 80 rows of nslkdd.csv.gz", run.Output);
    }

    [TestMethod]
    public void Run_Rows_ReadsThatManyOfThem()
    {
        using var folder = new TemporaryFolder();
        SyntheticCsv.WriteNslKdd(folder.File("nslkdd.csv.gz"), rowCount: 200);
        var run = CommandRun.Of("text-columns", "--data", folder.FullName, "--rows", "70", "--out", folder.FullName).Succeeds();

        Assert.Contains("70 of 200 rows of nslkdd.csv.gz", run.Output);
    }

    [TestMethod]
    public void Run_DataFolderWithoutTheFile_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("text-columns", "--data", folder.FullName)
            .IsRefused(folder.File("nslkdd.csv.gz"), "--data", "ACTIVEANOMALY_DATA", "any CSV");
    }

    [TestMethod]
    public void Run_NoDataFolder_SaysWhatToDo() =>
        CommandRun.Of("text-columns").IsRefused("nslkdd.csv.gz", "--data", "ACTIVEANOMALY_DATA", "any CSV");

    [TestMethod]
    public void Run_NoSuchFile_IsRefused() => CommandRun.Of("text-columns", "nowhere.csv").IsRefused("nowhere.csv");

    [TestMethod]
    [DataRow("", "a header and rows are needed")]
    [DataRow("a,b,label\n", "no rows")]
    [DataRow("a,b,label\nx,2,no\ny,4,yes\n", "must be the label, 0 or 1")]
    [DataRow("a,b,label\nx,2,0\ny,4\n", "Line 3")]
    [DataRow("a,b,label\nx,2,0\ny,4,0\n", "one kind")]
    [DataRow("a,a,label\nx,2,0\ny,4,1\n", "a name of its own")]
    public void Run_BadFile_IsRefused(string text, string message)
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("text-columns", folder.Write("bad.csv", text), "--out", folder.FullName).IsRefused(folder.File("bad.csv"), message);
    }

    [TestMethod]
    public void Parse_NoRows_IsRefused() => CommandRun.Of("text-columns", "--rows", "0").IsRefused("--rows", "at least 1");
}
