using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Tool.WeakLabels;

[TestClass]
public sealed class WeakLabelSourceTests
{
    [TestMethod]
    public void Of_MethodsOfARun_ShareOneData()
    {
        var cells = Cells(runs: 1);
        var source = Source(cells);

        Assert.AreSame(source.Of(cells[0]), source.Of(cells[1]));
    }

    [TestMethod]
    public void Of_AnotherRun_HasOtherData()
    {
        var cells = Cells(runs: 2);
        var source = Source(cells);

        CollectionAssert.AreNotEqual(source.Of(cells[0]).Training.Values.ToArray(), source.Of(cells[2]).Training.Values.ToArray());
    }

    /// <summary>The figures of a page can be made again: what a run is made of follows from its number.</summary>
    [TestMethod]
    public void Of_ARun_IsMadeOfItsNumber()
    {
        var cells = Cells(runs: 2);
        var toys = Source(cells).Of(cells[2]);
        Assert.AreEqual((ToyData.Clustered, 2), (cells[2].Dataset, cells[2].Run));
        Assert.AreSequenceEqual(
            ToyData.Of(ToyData.Clustered, new SeededRandom(2).Derive("toy")).Test.Values.ToArray(), toys.Test.Values.ToArray());
    }

    /// <summary>A training row is no test row, and what a split is goes through whole.</summary>
    [TestMethod]
    public void Of_ARunOnADataSet_IsTheSplitOfItsNumber()
    {
        var random = new SeededRandom(5);
        var rows = FeatureMatrix.Copy([.. Enumerable.Range(0, 600).Select(_ => (float)random.NextDouble())], 2);
        var dataset = new WeakLabelDataset("drawn", rows, [.. Enumerable.Range(0, 300).Select(row => row < 60)]);
        var options = Options(2) with { Experiment = WeakLabelExperiment.Table, Split = new WeakLabelOptions { LabeledCount = 10 } };
        var cell = new WeakLabelCell("drawn", "gp", string.Empty, string.Empty, Run: 2);
        var data = new WeakLabelSource(options, new Dictionary<string, WeakLabelDataset> { ["drawn"] = dataset }, [cell]).Of(cell);

        var split = WeakLabelSplit.Of(rows, dataset.IsAbnormal, options.Split, new SeededRandom(2).Derive("weak labels"));
        Assert.AreSequenceEqual(split.Training.Values.ToArray(), data.Training.Values.ToArray());
        Assert.AreSequenceEqual(split.Test.Values.ToArray(), data.Test.Values.ToArray());
        Assert.AreSequenceEqual(split.TestTruth.ToArray(), data.TestTruth);
        Assert.AreSequenceEqual(split.Labels.AbnormalRows, data.Labels.AbnormalRows);
        Assert.AreSequenceEqual(split.Validation!.Values.ToArray(), data.Validation!.Rows.Values.ToArray());
        Assert.AreEqual(split.Contamination, data.Contamination);
    }

    /// <summary>In the grid's order one data set of rows is in memory at a time.</summary>
    [TestMethod]
    public void Of_LastCellOfARun_LetsGoOfItsData()
    {
        var cells = Cells(runs: 3);
        var source = Source(cells);
        List<int> held = [];
        foreach (var cell in cells)
        {
            source.Of(cell);
            held.Add(source.HeldCount);
        }

        CollectionAssert.AreEqual((int[])[1, 0, 1, 0, 1, 0], held.Take(6).ToArray());
    }

    private static WeakLabelSource Source(List<WeakLabelCell> cells) =>
        new(Options(1), new Dictionary<string, WeakLabelDataset>(), cells);

    private static List<WeakLabelCell> Cells(int runs) => WeakLabelGrid.Cells(Options(runs), ToyData.Names);

    private static WeakLabelsOptions Options(int runs) => GivenOptions.Of(WeakLabelExperiment.Toys, runs, "gp", "copod");
}
