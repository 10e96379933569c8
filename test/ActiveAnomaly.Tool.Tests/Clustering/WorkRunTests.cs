using System.Net;
using System.Reflection;
using System.Text.Json;

namespace ActiveAnomaly.Tool.Clustering;

/// <summary>The command work, and the options that commands of a cluster share.</summary>
[TestClass]
public sealed class WorkRunTests
{
    [TestMethod]
    public void Run_Stopped_HasSaidWhereItHelpedAndAsWhat()
    {
        var cluster = new ThreadCluster();
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var settings = new WorkerSettings("Host=nowhere", 12000, IPAddress.Parse("10.0.0.11"));
        var run = new WorkRun(settings, 3, null, new CommandOutput(output, error, isJson: true))
        {
            Join = async (options, token) =>
            {
                var worker = await cluster.JoinAsync(options, token);
                await stop.CancelAsync();
                return worker;
            },
        };

        Assert.IsTrue(run.Run(stop.Token));
        using var document = JsonDocument.Parse(output.ToString());
        Assert.AreEqual("work", document.RootElement.GetProperty("command").GetString());
        Assert.AreEqual(ThreadCluster.OwnName, document.RootElement.GetProperty("name").GetString());
        Assert.AreEqual(3, document.RootElement.GetProperty("slots").GetInt32());
        Assert.Contains(
            $"score {typeof(WorkRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion} "
                + MathematicsProbe.Name,
            document.RootElement.GetProperty("works").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("Helps the silos of PostgreSQL 'nowhere', as own:1.", error.ToString());
        Assert.EndsWith("Stopped.", error.ToString().TrimEnd());
        Assert.AreEqual(
            ("Host=nowhere", 12000, "10.0.0.11", 3),
            (cluster.Options!.ConnectionString, cluster.Options.SiloPort, cluster.Options.Advertise.ToString(), cluster.Options.SlotCount));
    }

    [TestMethod]
    public void Run_TakenForLost_IsAnError()
    {
        using var output = new StringWriter();
        var cluster = new ThreadCluster { Failure = new OperationCanceledException() };
        var run = new WorkRun(new WorkerSettings("Host=nowhere", 0, IPAddress.Loopback), 1, null, new CommandOutput(output, output, false))
        {
            Join = cluster.JoinAsync,
        };

        Assert.Contains("Start it again", Assert.ThrowsExactly<InputException>(() => run.Run(CancellationToken.None)).Message);
        Assert.DoesNotContain("Stopped.", output.ToString());
    }

    [TestMethod]
    [DataRow("work")]
    [DataRow("score", "x.csv", "--model", "m.zip")]
    public void Cluster_WithoutItsAssembly_NamesThePackageThatBringsIt(params string[] words) =>
        CommandRun.Of([.. words, "--cluster", "Host=nowhere"]).IsMisused(
            "ActiveAnomaly.Cluster, which is not there. The tool package ActiveAnomaly.Tool.Cluster brings it");

    [TestMethod]
    [DataRow("--silo-port", "12000")]
    [DataRow("--advertise", "127.0.0.1")]
    public void Score_OptionOfAClusterWithoutOne_IsRefused(string option, string value) =>
        CommandRun.Of("score", "x.csv", "--model", "m.zip", option, value).IsMisused($"{option} without --cluster say nothing");

    [TestMethod]
    [DataRow("--silo-port", "70000", "a number from 0 to 65535 is allowed: 0 for any that is free")]
    [DataRow("--silo-port", "-1", "a number from 0 to 65535 is allowed: 0 for any that is free")]
    [DataRow("--advertise", "db.example.org", "an IP address of this machine is allowed")]
    public void Work_ImpossibleOption_IsRefused(string option, string value, string allowed) =>
        CommandRun.Of("work", "--cluster", "Host=nowhere", option, value).IsMisused($"{option} is '{value}'; {allowed}");

    [TestMethod]
    public void Work_WithoutACluster_IsRefused() => CommandRun.Of("work").IsMisused("--cluster");

    [TestMethod]
    public void Work_NoSlots_IsRefused() =>
        CommandRun.Of("work", "--cluster", "Host=nowhere", "--slots", "0").IsMisused("--slots is 0; it must be at least 1");
}
