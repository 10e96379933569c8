namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>How far it is, computed by hand.</summary>
[TestClass]
public sealed class PartitionPaceTests
{
    [TestMethod]
    public void ToString_HalfWay_SaysRowsASecondAndTimeLeft()
    {
        using var folder = new TemporaryFolder();
        var (a, b) = (PartitionOf(folder, "a", 300), PartitionOf(folder, "b", 100));
        var clock = new Clock();
        var pace = new PartitionPace([a, b], coreCount: 2, clock);
        clock.Seconds = 10;

        Assert.AreEqual("0 of 2 partitions; 0 rows, 0 a second, 0 a second and core", pace.ToString());
        pace.Report(new PartitionProgress(a, 1500, 1500, 3000));
        pace.Report(new PartitionProgress(b, 500, 500, 500));
        pace.Add(new PartitionResult(b, PartitionStatus.Scored, null, [], TimeSpan.Zero));

        // 250 of 400 bytes in 10 seconds: 6 more; 2000 rows in 10 seconds on 2 threads.
        Assert.AreEqual(
            "1 of 2 partitions; 2,000 rows, 200 a second, 100 a second and core; about 6 s left", pace.ToString());
        clock.Seconds = 1000;
        pace.Report(new PartitionProgress(a, 0, 1500, 3000));
        Assert.AreEqual("1 of 2 partitions; 2,000 rows, 2 a second, 1 a second and core; about 10 min left", pace.ToString());
        pace.Add(new PartitionResult(a, PartitionStatus.Failed, null, [], TimeSpan.Zero, "why"));
        Assert.AreEqual("2 of 2 partitions, 1 failed; 2,000 rows, 2 a second, 1 a second and core; about 0 s left", pace.ToString());
    }

    private static Partition PartitionOf(TemporaryFolder folder, string name, int length) =>
        new(name, folder.Write(name, new string('x', length)), folder.File("out", name), ScoreFormat.Csv);

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
