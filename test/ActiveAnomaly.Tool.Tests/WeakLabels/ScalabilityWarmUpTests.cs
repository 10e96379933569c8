using ActiveAnomaly.Data;

namespace ActiveAnomaly.Tool.WeakLabels;

[TestClass]
public sealed class ScalabilityWarmUpTests
{
    [TestMethod]
    public void Run_SeveralRunsOfTwoMethods_RunsEachMethodOnceOnSmallData()
    {
        var methods = new List<string>();
        ScalabilityWarmUp.Run(
            [Cell("gp", "16", 1), Cell("copod", "16", 1), Cell("gp", "32", 1), Cell("copod", "16", 2)],
            new WeakLabelOptions { LabeledCount = 40, Contamination = 0.02 },
            (cell, data) =>
            {
                methods.Add(cell.Method);
                Assert.AreEqual(1040, data.Training.RowCount);
                Assert.AreEqual(16, data.Training.FeatureCount);
                Assert.AreEqual(40, data.Labels.LabeledCount);
                Assert.AreEqual(40 + 20, data.TestTruth.Count(isAbnormal => isAbnormal));
            });

        CollectionAssert.AreEqual((string[])["gp", "copod"], methods);
    }

    private static WeakLabelCell Cell(string method, string value, int run) =>
        new("synthetic", method, WeakLabelGrid.Features, value, run);
}
