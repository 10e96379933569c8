using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.WeakLabels;

[TestClass]
public sealed class WeakLabelResultsTests
{
    private static readonly WeakLabelRow Row = WeakLabelRows.Of("a", "gp", 7, 0.25) with
    {
        Experiment = "labels",
        Setting = "labels",
        Value = "30",
        AucRoc = 0.75,
        AveragePrecision = 0.375,
        TrainSeconds = 1.5,
        ScoreSeconds = 0.0625,
        Rows = 11,
        Features = 12,
        Labelled = 13,
        Contamination = 0.02,
    };

    [TestMethod]
    public void Write_ARow_HasEachNumberUnderItsName()
    {
        using var folder = new TemporaryFolder();
        File(folder).Write([Row]);

        Assert.AreSequenceEqual(
            [SmallWeakLabels.ResultsHeader, "labels,a,gp,labels,30,7,0.75,0.25,0.375,1.5000,0.0625,11,12,13,0.02"], folder.Lines());
    }

    [TestMethod]
    public void Read_WhatWasWritten_IsTheRow()
    {
        using var folder = new TemporaryFolder();
        File(folder).Write([Row]);

        Assert.AreSequenceEqual([Row], File(folder).Read());
    }

    private static ResultsFile<WeakLabelRow> File(TemporaryFolder folder) =>
        new(folder.ResultsPath(), WeakLabelResults.Schema, new ResultsSettings([("experiment", "labels")]));
}
