namespace ActiveAnomaly.Detectors;

[TestClass]
public sealed class StepCounterTests
{
    [TestMethod]
    public void Add_FewSteps_ReportsEachWithTheTimeLeft()
    {
        var recorder = new ProgressRecorder();
        var counter = new StepCounter(recorder, 3, "trees", 4);
        for (var i = 0; i < 4; i++)
        {
            counter.Add();
        }

        Assert.AreSequenceEqual([0, 1, 2, 3], recorder.Reports.Select(report => report.EpochIndex));
        Assert.IsTrue(recorder.Reports.All(report => (report.Stage, report.Phase, report.EpochCount) == (3, "trees", 4)));

        // After 1 of 4 steps three times the time so far is left, after 2 as much, after 3 a third, and then none.
        double[] shares = [3, 1, 1.0 / 3, 0];
        foreach (var (report, share) in recorder.Reports.Zip(shares))
        {
            Assert.AreEqual(report.Elapsed.Ticks * share, report.TimeLeft.Ticks, 1);
        }
    }

    [TestMethod]
    public void Add_ManySteps_ReportsAHundredOfThem()
    {
        var recorder = new ProgressRecorder();
        var counter = new StepCounter(recorder, 0, "trees", 1050);
        for (var i = 0; i < 1050; i++)
        {
            counter.Add();
        }

        // Every tenth, and the last is one of them.
        Assert.HasCount(105, recorder.Reports);
        Assert.AreEqual(1049, recorder.Reports[^1].EpochIndex);
    }
}
