namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>What is taken down of what silos tell, call by call.</summary>
[TestClass]
public sealed class PartitionDistributionTests
{
    [TestMethod]
    public void OnLost_RowsThatWereToldOf_CountNoMore()
    {
        using var folder = new TemporaryFolder();
        var (slots, said) = (new SiloSlots(), new List<string>());
        Partition[] partitions = [new("a", folder.Write("a.csv", "x"), folder.File("out", "a.csv"), ScoreFormat.Csv)];
        var pace = new PartitionPace(partitions, coreCount: 1, TimeProvider.System, slots);
        using var distribution = new PartitionDistribution(partitions, pace, slots, _ => Assert.Fail(), said.Add);
        distribution.OnTaken(0, "a:1");
        distribution.OnReport(0, WorkJson.Write(new PartitionReport(4096, 9000, Waiting: null)));

        Assert.Contains("; 4,096 rows,", pace.ToString());
        Assert.IsFalse(distribution.HasLosses);
        distribution.OnLost(0, "a:1", "it is gone");
        Assert.Contains("; 0 rows,", pace.ToString());
        Assert.IsTrue(distribution.HasLosses);
        Assert.AreSequenceEqual(partitions, distribution.Left);
        Assert.AreSequenceEqual(["a:1 takes part.", $"Lost with a:1, and scored again: {partitions[0].Input} (it is gone)."], said);

        // Reports say all that was scored, and the first of another silo begins anew.
        distribution.OnTaken(0, "b:1");
        distribution.OnReport(0, WorkJson.Write(new PartitionReport(4096, 9000, Waiting: null)));
        distribution.OnReport(0, WorkJson.Write(new PartitionReport(8192, 9000, Waiting: null)));
        Assert.Contains("; 8,192 rows,", pace.ToString());
        Assert.AreSequenceEqual([new SiloLine("a:1", 1, 0), new SiloLine("b:1", 1, 0)], slots.Lines());
    }
}
