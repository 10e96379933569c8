namespace ActiveAnomaly.Examples.Scripts;

[TestClass]
public sealed class TextColumnsExampleTests
{
    [TestMethod]
    public void Run_PathOfACsv_TellsTextFromNumbersAndSavesTheModelWhereItSays()
    {
        using var folder = new TemporaryFolder();
        var run = Run(folder);

        Assert.Contains("3 of numbers, 1 of categories", run.Output);
        Assert.Contains("One-hot encoded: 'colour' (4 categories)", run.Output);
        Assert.Contains($"Trained: {folder.File("TextColumnsModel.zip")}", run.Output);
        Assert.Contains("Used: 80 rows scored", run.Output);
    }

    [TestMethod]
    public void Run_SavedModel_ScoresAWordNeverSeen()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        var unseen = folder.Write("unseen.csv", "colour,width,height,depth,abnormal\nviolet,0.5,0.5,0.5,0\n");

        Assert.IsTrue(float.IsFinite(TextColumnsModel.Predict(folder.File("TextColumnsModel.zip"), unseen).Single()));
    }

    [TestMethod]
    public void Run_NoSuchFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var run = ExampleRun.Of(folder, "text-columns", "nowhere.csv");

        Assert.AreEqual(1, run.ExitCode);
        Assert.Contains("nowhere.csv", run.Error);
    }

    private static ExampleRun Run(TemporaryFolder folder)
    {
        var run = ExampleRun.Of(folder, "text-columns", folder.Write("shapes.csv", SyntheticCsv.WithText()));
        Assert.AreEqual(0, run.ExitCode, run.Error);
        return run;
    }
}
