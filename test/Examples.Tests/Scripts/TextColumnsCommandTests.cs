namespace ActiveAnomaly.Examples.Scripts;

[TestClass]
public sealed class TextColumnsCommandTests
{
    [TestMethod]
    public void Run_PathOfACsv_TellsTextFromNumbers()
    {
        using var folder = new TemporaryFolder();
        var run = Run(folder, folder.Write("shapes.csv", SyntheticCsv.WithText())).Succeeds();

        Assert.Contains("3 of numbers, 1 of categories", run.Output);
        Assert.Contains("One-hot encoded: 'colour' (4 categories)", run.Output);
    }

    [TestMethod]
    public void Run_PathOfACsv_SavesTheModelWhereItSays()
    {
        using var folder = new TemporaryFolder();
        var run = Run(folder, folder.Write("shapes.csv", SyntheticCsv.WithText())).Succeeds();

        Assert.IsTrue(File.Exists(folder.File("shapes-text-columns.zip")));
        Assert.Contains($"shapes-text-columns.zip in the folder {folder.FullName}", run.Output);
    }

    [TestMethod]
    public void Run_SavedModel_ScoresAWordNeverSeen()
    {
        using var folder = new TemporaryFolder();
        Run(folder, folder.Write("shapes.csv", SyntheticCsv.WithText())).Succeeds();
        var unseen = folder.Write("unseen.csv", "colour,width,height,depth,abnormal\nviolet,0.5,0.5,0.5,0\n");

        Assert.IsTrue(float.IsFinite(TextColumnsModel.Predict(folder.File("shapes-text-columns.zip"), unseen).Single()));
    }

    [TestMethod]
    public void Run_Rows_ReadsThatManyOfThem()
    {
        using var folder = new TemporaryFolder();
        var run = Run(folder, folder.Write("shapes.csv", SyntheticCsv.WithText(200)), "--rows", "70").Succeeds();

        Assert.Contains("70 of 200 rows, evenly spread", run.Output);
    }

    [TestMethod]
    public void Run_NoData_IsRefused() => CommandRun.Of("text-columns").IsRefused("--data");

    [TestMethod]
    public void Run_NoSuchFile_IsRefused() => CommandRun.Of("text-columns", "--data", "nowhere.csv").IsRefused("nowhere.csv");

    [TestMethod]
    public void Parse_NoRows_IsRefused() => CommandRun.Of("text-columns", "--data", "glass", "--rows", "0").IsRefused("--rows", "at "
        + "least 1");

    private static CommandRun Run(TemporaryFolder folder, string path, params string[] more) =>
        CommandRun.Of(["text-columns", "--data", path, "--out", folder.FullName, .. more]);
}
