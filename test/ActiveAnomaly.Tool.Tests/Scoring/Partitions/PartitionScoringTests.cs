using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>One piece of work, as whoever hands it out sees it.</summary>
[TestClass]
public sealed class PartitionScoringTests
{
    private const int RowsInABatch = 4096;

    [TestMethod]
    public void Score_Twice_GivesTheSameFile()
    {
        using var folder = new PartitionFolder();
        var partition = PartitionOf(folder, 30);
        var scoring = Load(folder);
        var first = scoring.Score(partition);
        var bytes = File.ReadAllBytes(partition.Output);
        var second = scoring.Score(partition);

        Assert.AreEqual((PartitionStatus.Scored, PartitionStatus.Scored), (first.Status, second.Status));
        Assert.AreEqual(first.Counts, second.Counts);
        CollectionAssert.AreEqual(bytes, File.ReadAllBytes(partition.Output));
        Assert.AreEqual(first.Counts, scoring.FindFinished(partition)!.Counts);
    }

    [TestMethod]
    public void FindFinished_BeforeAnyRun_IsNothing()
    {
        using var folder = new PartitionFolder();

        Assert.IsNull(Load(folder).FindFinished(PartitionOf(folder, 30)));
    }

    [TestMethod]
    public void Score_Progress_CountsEveryRowOnce()
    {
        using var folder = new PartitionFolder();
        var reports = new List<PartitionProgress>();
        Load(folder).Score(PartitionOf(folder, (2 * RowsInABatch) + 1), new Listener(reports.Add));

        Assert.AreSequenceEqual([RowsInABatch, RowsInABatch, 1L], reports.Select(report => report.AddedRows));
        Assert.AreSequenceEqual(
            [RowsInABatch, 2L * RowsInABatch, (2L * RowsInABatch) + 1], reports.Select(report => report.Rows));
        Assert.IsTrue(reports.All(report => report.AllRows == (2 * RowsInABatch) + 1));
    }

    [TestMethod]
    public void Score_CancelledMidway_LeavesNothing()
    {
        using var folder = new PartitionFolder();
        using var stop = new CancellationTokenSource();
        var partition = PartitionOf(folder, 3 * RowsInABatch);
        var scoring = Load(folder);

        Assert.Throws<OperationCanceledException>(() => scoring.Score(partition, new Listener(_ => stop.Cancel()), stop.Token));
        Assert.AreSequenceEqual([PartitionRecord.FolderName], PartitionFolder.Names(folder.Output));
        Assert.IsEmpty(PartitionFolder.Names(folder.PathOf("out", PartitionRecord.FolderName)));
    }

    [TestMethod]
    public void Score_InputThatIsGone_IsAFailure()
    {
        using var folder = new PartitionFolder();
        var partition = PartitionOf(folder, 3);
        File.Delete(partition.Input);
        var result = Load(folder).Score(partition);

        Assert.AreEqual(PartitionStatus.Failed, result.Status);
        Assert.Contains("a.csv", result.Error!);
        Assert.IsNull(result.Counts);
    }

    [TestMethod]
    public void Score_InputThatChangesMeanwhile_IsAFailure()
    {
        using var folder = new PartitionFolder();
        var partition = PartitionOf(folder, 2 * RowsInABatch);
        var result = Load(folder).Score(partition, new Listener(_ => File.SetLastWriteTimeUtc(partition.Input, DateTime.UnixEpoch)));

        Assert.Contains("changed while it was read", result.Error!);
        Assert.IsFalse(File.Exists(partition.Output));
    }

    [TestMethod]
    public void Score_RowsWritten_AreMetered()
    {
        using var folder = new PartitionFolder();
        var (total, here) = (0L, Environment.CurrentManagedThreadId);
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument is { Meter.Name: "ActiveAnomaly.Tool", Name: "active_anomaly.tool.rows_scored" })
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            // Other tests may score meanwhile, on threads of their own.
            Assert.AreEqual(0, tags.Length);
            total += Environment.CurrentManagedThreadId == here ? count : 0;
        });
        listener.Start();
        Load(folder).Score(PartitionOf(folder, 30));

        Assert.AreEqual(30, total);
    }

    /// <summary>
    /// What is alive after a batch does not grow with the rows: a table that was held whole would be 8 bytes a number and 8 a line, 5 MB of
    /// so many rows, and half of that in the middle.
    /// </summary>
    [TestMethod]
    [DoNotParallelize]
    public void Score_ManyRows_HoldsNoMoreThanTheFirst()
    {
        const int batchCount = 50;
        const long allowed = 1 << 20;
        using var folder = new PartitionFolder();
        var alive = new List<long>();
        Load(folder).Score(
            PartitionOf(folder, batchCount * RowsInABatch), new Listener(_ => alive.Add(GC.GetTotalMemory(forceFullCollection: true))));

        Assert.HasCount(batchCount, alive);
        Assert.IsLessThan(alive.Take(batchCount / 2).Min() + allowed, alive.Skip(batchCount / 2).Min());
    }

    private static PartitionScoring Load(PartitionFolder folder) =>
        PartitionScoring.Load(folder.Model, new TableOptions(), null, CancellationToken.None);

    private static Partition PartitionOf(PartitionFolder folder, int rowCount) =>
        new("a", folder.AddCsv("a.csv", rowCount, seed: 1), folder.PathOf("out", "a.csv"), ScoreFormat.Csv);

    private sealed class Listener(Action<PartitionProgress> report) : IProgress<PartitionProgress>
    {
        public void Report(PartitionProgress value) => report(value);
    }
}
