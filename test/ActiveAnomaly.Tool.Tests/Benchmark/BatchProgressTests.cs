namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class BatchProgressTests
{
    [TestMethod]
    public void SetStageCount_OfReports_GivesTheDifferences()
    {
        var progress = new BatchProgress();

        Assert.AreEqual(2, progress.SetStageCount(2));
        Assert.AreEqual(3, progress.SetStageCount(5));
        Assert.AreEqual(-5, progress.SetStageCount(0));
    }

    [TestMethod]
    public void Finish_OfACell_KeepsItsStagesWhenTheSiloIsLost()
    {
        var progress = new BatchProgress();
        progress.SetStageCount(2);

        // The report of the third stage did not arrive.
        Assert.AreEqual(1, progress.Finish(3));
        Assert.AreEqual(1, progress.SetStageCount(4));
        Assert.AreEqual(-1, progress.SetStageCount(0));
        Assert.AreEqual(0, progress.SetStageCount(3));
        Assert.AreEqual(1, progress.SetStageCount(4));
        Assert.AreEqual(1, progress.FinishedCount);
    }
}
