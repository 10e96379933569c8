using ActiveAnomaly.Data;
using ActiveAnomaly.Tables;

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

    private static WeakLabelsOptions Options(int runs) => new()
    {
        Experiment = WeakLabelExperiment.Toys,
        Datasets = [],
        Methods = ["gp", "copod"],
        DataPlaces = [],
        Table = new TableOptions(),
        Sample = null,
        RunCount = runs,
        JobCount = 1,
        Split = new WeakLabelOptions(),
        OneSplit = false,
        Values = [],
        MostFeatures = 16,
        MostRows = 4000,
        ResultsPath = "unused",
        Resume = false,
    };
}
