using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class ClusterCellsTests
{
    private static readonly CellSettings Settings = new()
    {
        PollutionRatio = null,
        StageCount = 2,
        BudgetPerStage = 2,
        Detector = new DetectorSettings { Schedule = new NetworkSchedule(2, 2, 8) },
    };

    [TestMethod]
    public void Run_OfCells_TellsHowManyStagesAreTrainedAndTakesThemBackWithALostSilo()
    {
        List<int> told = [];
        List<CellResult> finished = [];
        Executor(new FakeCluster("a") { LostOnce = [1] }).Run(
            [Open("extra_trees", 1), Open("extra_trees", 2)], told.Add, finished.Add, CancellationToken.None);

        // Three stages each. With a cell that is finished comes nothing new, but where reports did not arrive.
        int[] expected = [1, 1, 1, 0, 0, 1, -1, 1, 1, 1, 0, 0];
        CollectionAssert.AreEqual(expected, told);
        CollectionAssert.AreEqual((int[])[1, 2], finished.Select(result => result.Cell.Seed).ToArray());
    }

    [TestMethod]
    public void Run_OfCellsOfOneSeed_HandsThemOutTogetherLargestDataSetFirst()
    {
        var (small, large) = (Dataset(1), Dataset(2, rowCount: 60));
        List<string> handedOut = [];
        var silo = new FakeSilo("x");
        var cluster = new FakeCluster("a")
        {
            Instead = item =>
            {
                handedOut.Add(string.Join(' ', CellMessages.ReadOrder(item.Content.Span).Cells.Select(cell => $"{cell.Loss}{cell.Seed}")));
                return silo.Perform(item, _ => { }, CancellationToken.None);
            },
        };
        List<CellResult> finished = [];
        OpenCell[] cells =
        [
            Open("copod", 1, small), Open("copod", 2, small), Open("extra_trees", 1, small),
            Open("balif", 7, large), Open("copod", 7, large),
        ];
        Executor(cluster).Run(cells, _ => { }, finished.Add, CancellationToken.None);

        CollectionAssert.AreEqual((string[])["balif7 copod7", "copod1 extra_trees1", "copod2"], handedOut);
        CollectionAssert.AreEquivalent(cells.Select(cell => cell.Cell).ToArray(), finished.Select(result => result.Cell).ToArray());
        handedOut.Clear();
        Executor(cluster, Settings with { PollutionRatio = 0.1 }).Run(cells, _ => { }, _ => { }, CancellationToken.None);

        // Pools are drawn for each cell, and have nothing in common.
        CollectionAssert.AreEqual((string[])["balif7", "copod7", "copod1", "copod2", "extra_trees1"], handedOut);
    }

    [TestMethod]
    public void Run_SiloLostAfterACell_KeepsThatCellOnce()
    {
        List<int> told = [];
        List<CellResult> finished = [];
        var executor = Executor(new FakeCluster("a", "b") { LostOnce = [0], LostAfter = 5 });
        var dataset = Dataset(1);
        executor.Run([Open("extra_trees", 1, dataset), Open("balif", 1, dataset)], told.Add, finished.Add, CancellationToken.None);

        CollectionAssert.AreEqual((string[])["extra_trees", "balif"], finished.Select(result => result.Cell.Loss).ToArray());
        Assert.AreEqual(2 * 3, told.Sum());
        Assert.Contains(-1, told, string.Join(", ", told));
        Assert.Contains("was lost (it answers no more); runs that it had, and others do: 1.", executor.Shares.Lines().Last());
    }

    [TestMethod]
    public void Run_OfCellsOfOneDataSet_SendsItOnce()
    {
        var dataset = Dataset(1);
        List<WorkItem> items = [];
        var silo = new FakeSilo("x");
        var cluster = new FakeCluster("a")
        {
            Instead = item =>
            {
                items.Add(item);
                return silo.Perform(item, _ => { }, CancellationToken.None);
            },
        };
        Executor(cluster).Run(
            [Open("copod", 1, dataset), Open("copod", 2, dataset), Open("copod", 1, Dataset(2))],
            _ => { },
            _ => { },
            CancellationToken.None);

        Assert.AreSame(items[0].Inputs.Single(), items[1].Inputs.Single());
        Assert.AreNotEqual(items[0].Inputs[0].Hash, items[2].Inputs[0].Hash);
    }

    [TestMethod]
    public void Run_CellThatFails_ThrowsTheMessageOfOneMachine()
    {
        // The squares of such features have no finite sum, and a network refuses them.
        OpenCell[] cells = [Open("nce", 1, Dataset(3e38f))];
        var alone = Assert.ThrowsExactly<FeatureDataException>(
            () => new LocalCells(Settings, saveFolder: null, jobCount: 1).Run(cells, _ => { }, _ => { }, CancellationToken.None));
        var together = Assert.ThrowsExactly<InputException>(
            () => Executor(new FakeCluster("a")).Run(cells, _ => { }, _ => { }, CancellationToken.None));

        Assert.AreEqual(alone.Message, together.Message);
    }

    /// <summary>The file that results are written to may be gone, or the disk full.</summary>
    [TestMethod]
    public void Run_ResultThatCannotBeKept_EndsWithThat()
    {
        var cluster = new FakeCluster("a");
        var exception = Assert.ThrowsExactly<IOException>(() => Executor(cluster).Run(
            [Open("copod", 1), Open("copod", 2)], _ => { }, _ => throw new IOException("full"), CancellationToken.None));

        Assert.AreEqual("full", exception.Message);
    }

    private static ClusterCells Executor(FakeCluster cluster, CellSettings? settings = null) =>
        new(settings ?? Settings, cluster, new BenchmarkWork().Name, _ => { });

    private static OpenCell Open(string loss, int seed, BenchmarkDataset? dataset = null) =>
        new(new BenchmarkCell("made", loss, loss == "copod" ? "none" : "random", false, seed), dataset ?? Dataset(1), WithMap: false);

    /// <summary>A data set of which a tenth of the rows are abnormal.</summary>
    private static BenchmarkDataset Dataset(float scale, int rowCount = 40) => new(
        "made",
        FeatureMatrix.FromRows(
            [.. Enumerable.Range(0, rowCount).Select(row => (float[])[scale * (row * 7 % 40 / 40f), scale * (row / 40f)])]),
        [.. Enumerable.Range(0, rowCount).Select(row => row % 10 == 0)],
        8);
}
