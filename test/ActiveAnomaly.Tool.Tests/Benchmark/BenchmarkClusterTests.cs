using System.Text.RegularExpressions;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>The benchmark over the silos of a cluster: each has only the bytes that it was sent.</summary>
[TestClass]
public sealed partial class BenchmarkClusterTests
{
    /// <summary>Whatever decides the results travels: none of these leaves them as they are without it.</summary>
    [TestMethod]
    [DataRow("own", "nce,gp,extra_trees,isolation_forest", "none,abs", "auto")]
    [DataRow("own", "one_class_uai,soft_boundary", "db,abs", "1", "--preset", "authors")]
    [DataRow("0.1", "nce", "abs", "auto", "--budget", "3", "--stages", "2")]
    [DataRow("0", "nce,copod", "none", "auto", "--ensemble", "2", "--combine", "RankAverage")]
    [DataRow("own", "nce", "abs", "0", "--reuse-pretraining")]
    public void Run_OverSilos_WritesTheResultsOfOneMachine(string ratio, string loss, string query, string pseudo, params string[] options)
    {
        using var alone = new TemporaryFolder();
        using var together = new TemporaryFolder();
        string[] all = ["--seeds", "2", .. options.Contains("--stages") ? options : ["--stages", "1", .. options]];
        string[] Words(TemporaryFolder folder) =>
        [
            "benchmark", "glass", ratio, loss, query, pseudo, "--output", folder.ResultsPath(), "--report", folder.File("report.html"),
            .. all,
        ];
        CommandRun.Of(Words(alone)).Succeeds();
        var cluster = new FakeCluster("a", "b", "c");
        var run = cluster.BenchmarkOf(Words(together), CancellationToken.None).Succeeds();

        CollectionAssert.AreEqual(alone.UntimedFile(), together.UntimedFile());
        Assert.AreEqual(Maps(alone), Maps(together));
        Assert.Contains("Runs by silo: ", run.Output);
        Assert.IsTrue(cluster.IsDisposed);
    }

    [TestMethod]
    public void Run_WithJson_WritesTheDocumentOfOneMachine()
    {
        using var folder = new TemporaryFolder();
        var alone = folder.Benchmark("--json").Succeeds();
        File.Delete(folder.ResultsPath());
        var together = new FakeCluster("a").Benchmark(folder, "--json").Succeeds();

        Assert.AreEqual(Seconds().Replace(alone.Output, string.Empty), Seconds().Replace(together.Output, string.Empty));
    }

    [TestMethod]
    public void Run_OtherSilos_AreNamedWhenTheyTakeTheirFirstRuns()
    {
        using var folder = new TemporaryFolder();
        using var both = new Barrier(2);
        var run = new FakeCluster("a", "b") { Taken = _ => both.SignalAndWait() }.Benchmark(folder, "--seeds", "4").Succeeds();

        CollectionAssert.AreEqual(
            new[] { "b takes part." },
            run.Output.Split('\n').Where(line => line.Contains("takes part", StringComparison.Ordinal)).ToArray());
    }

    [TestMethod]
    public void Run_WithJobs_DoesAsManyAtATimeAsASilo()
    {
        using var folder = new TemporaryFolder();
        var cluster = new FakeCluster("a");
        cluster.Benchmark(folder, "--jobs", "3").Succeeds();

        Assert.AreEqual(3, cluster.Options!.SlotCount);
        Assert.AreEqual("Host=nowhere", cluster.Options.ConnectionString);
    }

    [TestMethod]
    public void Run_CellsLostWithTheirSilo_AreDoneAgain()
    {
        using var alone = new TemporaryFolder();
        using var together = new TemporaryFolder();
        alone.Benchmark("--seeds", "4").Succeeds();
        var run = new FakeCluster("a", "b") { LostOnce = [0, 2] }.Benchmark(together, "--seeds", "4").Succeeds();

        CollectionAssert.AreEqual(alone.UntimedFile(), together.UntimedFile());
        Assert.MatchesRegex(LostRuns(), run.Output);
    }

    [TestMethod]
    public void Run_Resumed_HandsOutWhatIsOpen()
    {
        using var alone = new TemporaryFolder();
        using var together = new TemporaryFolder();
        alone.Benchmark("--seeds", "3").Succeeds();
        together.Benchmark("--seeds", "1").Succeeds();
        var before = File.ReadAllLines(together.ResultsPath());
        var cluster = new FakeCluster("a", "b");
        cluster.Benchmark(together, "--seeds", "3", "--resume").Succeeds();

        Assert.AreEqual(2, cluster.ItemCount);
        CollectionAssert.AreEqual(alone.UntimedFile(), together.UntimedFile());
        CollectionAssert.IsSubsetOf(before, File.ReadAllLines(together.ResultsPath()));
    }

    [TestMethod]
    public void Run_ResumedWithNothingOpen_JoinsNothing()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        var cluster = new FakeCluster("a");
        cluster.Benchmark(folder, "--resume").Succeeds();

        Assert.IsNull(cluster.Options);
    }

    [TestMethod]
    public void Run_Cancelled_KeepsTheFinishedRuns()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var cluster = new FakeCluster("a") { Taken = index => Cancel(index == 2, cancellation) };
        var run = cluster.BenchmarkOf(folder.Words("--seeds", "9"), cancellation.Token);

        Assert.AreEqual(130, run.ExitCode, run.Error);
        CollectionAssert.AreEqual(
            (string[])["1,0", "1,1", "2,0", "2,1"],
            folder.UntimedResults().Select(line => string.Join(',', line.Split(',')[4..6])).ToArray());
        Assert.IsTrue(cluster.IsDisposed);
    }

    [TestMethod]
    public void Run_SiloStoppedByTheOthers_SaysSoAndKeepsTheFinishedRuns()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var cluster = new FakeCluster("a") { Stopped = stop.Token, Taken = index => Cancel(index == 1, stop) };
        var run = cluster.Benchmark(folder, "--seeds", "9");

        run.IsRefused("a, was stopped", "a database", "--resume");
        Assert.HasCount(2, folder.Results());
    }

    [TestMethod]
    public void Run_CellThatFails_EndsWithItsMessageAndKeepsTheFinishedRuns()
    {
        using var folder = new TemporaryFolder();
        var work = new FakeSilo("x");
        var cluster = new FakeCluster("a")
        {
            Instead = item => CellMessages.ReadOrder(item.Content.Span).Cells.Single().Seed == 3
                ? CellMessages.Write(new BatchOutcome([], "Training diverged at epoch 7."))
                : work.Perform(item, _ => { }, CancellationToken.None),
        };
        var run = cluster.Benchmark(folder, "--seeds", "9");

        run.IsRefused("Training diverged at epoch 7.");
        Assert.AreEqual("Training diverged at epoch 7.", run.Error.Trim());
        Assert.HasCount(2 * 2, folder.Results());
    }

    [TestMethod]
    public void Run_WorkThatFails_EndsWithItsMessage()
    {
        using var folder = new TemporaryFolder();
        var cluster = new FakeCluster("a")
        {
            Instead = _ => throw new ActiveAnomaly.Labeling.Clustering.WorkException("An item was lost with three silos."),
        };

        cluster.Benchmark(folder).IsRefused("An item was lost with three silos.");
    }

    [TestMethod]
    public void Run_WithSave_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var cluster = new FakeCluster("a");
        cluster.Benchmark(folder, "--save", folder.File("runs")).IsMisused("--save", "--cluster", "Leave one of them out");

        Assert.IsNull(cluster.Options);
        Assert.IsFalse(Directory.Exists(folder.File("runs")));
    }

    [TestMethod]
    public void Run_WithTorch_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        using var error = new StringWriter();
        BenchmarkOptions? options = null;
        var command = BenchmarkCommand.Create((given, to) => new BenchmarkRun(options = given, to));
        new System.CommandLine.RootCommand { command }.Parse(folder.Words()).Invoke(
            new System.CommandLine.InvocationConfiguration { Output = output, Error = error });
        var run = new BenchmarkRun(
            options! with
            {
                Cluster = new Clustering.WorkerSettings("Host=nowhere", 0, System.Net.IPAddress.Loopback),
                TorchName = "Torch (GPU 0)",
            },
            new CommandOutput(output, error, isJson: false));

        var exception = Assert.ThrowsExactly<UsageException>(() => run.Run(CancellationToken.None));
        Assert.Contains("not Torch (GPU 0)", exception.Message);
        Assert.Contains("--gpu", exception.Message);
    }

    [TestMethod]
    public void Run_WithoutWhatRunsClusters_SaysWhichPackageHasIt()
    {
        using var folder = new TemporaryFolder();

        folder.Benchmark("--cluster", "Host=nowhere").IsMisused("ActiveAnomaly.Tool.Cluster");
    }

    [TestMethod]
    [DataRow("--silo-port", "4000")]
    [DataRow("--advertise", "10.0.0.1")]
    public void Run_OptionOfAClusterWithoutOne_IsRefused(string option, string value)
    {
        using var folder = new TemporaryFolder();

        folder.Benchmark(option, value).IsMisused(option, "--cluster");
    }

    private static void Cancel(bool isTime, CancellationTokenSource cancellation)
    {
        if (isTime)
        {
            cancellation.Cancel();
        }
    }

    /// <summary>The report's drawings, which hold no time.</summary>
    private static string Maps(TemporaryFolder folder) =>
        string.Join('\n', Drawings().Matches(File.ReadAllText(folder.File("report.html"))).Select(match => match.Value));

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawings();

    [GeneratedRegex("\"seconds\": [^\n]*")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"[ab] was lost \(it answers no more\); runs that it had, and others do: 1\.")]
    private static partial Regex LostRuns();
}
