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
        List<(int Index, int Count)> told = [];
        List<CellResult> finished = [];
        Executor(new FakeCluster("a") { LostOnce = [1] }).Run(
            [Open("extra_trees", 1), Open("extra_trees", 2)],
            (index, count) => told.Add((index, count)),
            finished.Add,
            CancellationToken.None);

        // Three stages, and the number once more with the result, for reports need not all arrive.
        (int, int)[] expected = [(0, 1), (0, 2), (0, 3), (0, 3), (1, 1), (1, 0), (1, 1), (1, 2), (1, 3), (1, 3)];
        CollectionAssert.AreEqual(expected, told);
        CollectionAssert.AreEqual((int[])[1, 2], finished.Select(result => result.Cell.Seed).ToArray());
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
            (_, _) => { },
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
            () => new LocalCells(Settings, saveFolder: null, jobCount: 1).Run(cells, (_, _) => { }, _ => { }, CancellationToken.None));
        var together = Assert.ThrowsExactly<InputException>(
            () => Executor(new FakeCluster("a")).Run(cells, (_, _) => { }, _ => { }, CancellationToken.None));

        Assert.AreEqual(alone.Message, together.Message);
    }

    /// <summary>The file that results are written to may be gone, or the disk full.</summary>
    [TestMethod]
    public void Run_ResultThatCannotBeKept_EndsWithThat()
    {
        var cluster = new FakeCluster("a");
        var exception = Assert.ThrowsExactly<IOException>(() => Executor(cluster).Run(
            [Open("copod", 1), Open("copod", 2)], (_, _) => { }, _ => throw new IOException("full"), CancellationToken.None));

        Assert.AreEqual("full", exception.Message);
    }

    private static ClusterCells Executor(FakeCluster cluster) => new(Settings, cluster, new BenchmarkWork().Name);

    private static OpenCell Open(string loss, int seed, BenchmarkDataset? dataset = null) =>
        new(new BenchmarkCell("made", loss, loss == "copod" ? "none" : "random", false, seed), dataset ?? Dataset(1), WithMap: false);

    /// <summary>A data set of 40 rows, a tenth of them abnormal.</summary>
    private static BenchmarkDataset Dataset(float scale) => new(
        "made",
        FeatureMatrix.FromRows([.. Enumerable.Range(0, 40).Select(row => (float[])[scale * ((row * 7 % 40) / 40f), scale * (row / 40f)])]),
        [.. Enumerable.Range(0, 40).Select(row => row % 10 == 0)],
        8);
}
