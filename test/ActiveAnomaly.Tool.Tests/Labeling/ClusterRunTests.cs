namespace ActiveAnomaly.Tool.Labeling;

/// <summary>What label says of clusters where the assembly that runs them is not there: the tool's tests go without it.</summary>
[TestClass]
public sealed class ClusterRunTests
{
    [TestMethod]
    public void Label_ClusterWithoutItsAssembly_NamesThePackageThatBringsIt()
    {
        var run = CommandRun.Of("label", "--cluster", "Host=nowhere;Database=labels", "--token", "a-token-for-all-silos");

        Assert.AreEqual(ExitCode.WrongUsage, run.ExitCode);
        Assert.Contains("ActiveAnomaly.Cluster, which is not there. The tool package ActiveAnomaly.Tool.Cluster brings it", run.Error);
        Assert.IsEmpty(run.Output);
    }

    [TestMethod]
    [DataRow("--silo-port", "12000")]
    [DataRow("--pool-folder", "pools")]
    [DataRow("--advertise", "127.0.0.1")]
    [DataRow("--work-slots", "2")]
    public void Label_OptionOfAClusterWithoutOne_IsRefused(string option, string value)
    {
        var run = CommandRun.Of("label", option, value);

        Assert.AreEqual(ExitCode.WrongUsage, run.ExitCode);
        Assert.Contains($"{option} without --cluster say nothing", run.Error);
    }

    [TestMethod]
    [DataRow("--silo-port", "0", "a number from 1 to 65535")]
    [DataRow("--silo-port", "70000", "a number from 1 to 65535")]
    [DataRow("--advertise", "db.example.org", "an IP address of this machine is allowed")]
    [DataRow("--work-slots", "-1", "a number from 0 is allowed")]
    public void Label_ImpossibleOptionOfACluster_IsRefused(string option, string value, string allowed)
    {
        var run = CommandRun.Of("label", "--cluster", "Host=nowhere", option, value);

        Assert.AreEqual(ExitCode.WrongUsage, run.ExitCode);
        Assert.Contains($"{option} is '{value}'; {allowed}", run.Error);
    }
}
