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

    /// <summary>Two silos, of which one has had two partitions at a time and is lost with one of them.</summary>
    [TestMethod]
    public void ToString_InACluster_DividesByTheSlotsThatTookPart()
    {
        using var folder = new TemporaryFolder();
        Partition[] partitions = [.. "abc".Select(letter => PartitionOf(folder, $"{letter}", 100))];
        var (clock, slots) = (new Clock(), new SiloSlots());
        var pace = new PartitionPace(partitions, coreCount: 7, clock, slots);
        clock.Seconds = 10;
        Assert.AreEqual("0 of 3 partitions; 0 rows, 0 a second, 0 a second and slot (0 slots of 0 silos)", pace.ToString());

        for (var i = 0; i < partitions.Length; i++)
        {
            slots.Add(i < 2 ? "a:1" : "b:1", i);
            pace.Report(new PartitionProgress(partitions[i], 300, 300, 600));
        }

        // Half of 300 bytes in 10 seconds: 10 more; 900 rows in 10 seconds in 3 slots.
        Assert.AreEqual(
            "0 of 3 partitions; 900 rows, 90 a second, 30 a second and slot (3 slots of 2 silos); about 10 s left", pace.ToString());
        pace.TakeBack(partitions[0], 300);
        slots.Remove("a:1", 0, isDone: false);
        slots.Remove("a:1", 1, isDone: true);
        slots.Add("a:1", 0);

        // 100 of 300 bytes: 20 more; the slots are those that there were.
        Assert.AreEqual(
            "0 of 3 partitions; 600 rows, 60 a second, 20 a second and slot (3 slots of 2 silos); about 20 s left", pace.ToString());
        Assert.AreSequenceEqual([new SiloLine("a:1", 2, 1), new SiloLine("b:1", 1, 0)], slots.Lines());
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
