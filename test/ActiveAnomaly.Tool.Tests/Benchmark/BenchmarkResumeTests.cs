namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class BenchmarkResumeTests
{
    [TestMethod]
    public void Resume_AllFinished_LeavesTheFileUnchanged()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        var before = File.ReadAllText(folder.ResultsPath());
        var again = folder.Benchmark("--resume").Succeeds();

        // The file holds the seconds that training took, so the same text means that nothing was trained again.
        Assert.AreEqual(before, File.ReadAllText(folder.ResultsPath()));
        Assert.Contains("1 finished before", again.Output);
    }

    [TestMethod]
    public void Resume_MoreSeeds_KeepsTheFirstAndAddsTheOther()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        var before = File.ReadAllText(folder.ResultsPath());
        folder.Benchmark("--resume", "--seeds", "2").Succeeds();
        var after = File.ReadAllText(folder.ResultsPath());

        Assert.StartsWith(before, after);
        Assert.HasCount(2 * 2, folder.Results());
    }

    [TestMethod]
    public void Resume_Interrupted_EndsLikeARunInOneGo()
    {
        using var resumed = new TemporaryFolder();
        resumed.Benchmark("--seeds", "1").Succeeds();
        resumed.Benchmark("--seeds", "3", "--resume").Succeeds();
        using var whole = new TemporaryFolder();
        whole.Benchmark("--seeds", "3").Succeeds();

        CollectionAssert.AreEqual(whole.UntimedResults(), resumed.UntimedResults());
    }

    [TestMethod]
    [DataRow("--stages", "2", "stages is '1' in the file and '2' now")]
    [DataRow("--budget", "3", "budget is 'paper' in the file and '3' now")]
    [DataRow("--preset", "authors", "preset is 'Default' in the file and 'Authors' now")]
    [DataRow("--ignore", "RI", "ignore is not set in the file and 'RI' now")]
    public void Run_OtherSettings_IsRefusedWithEachThatDiffers(string option, string value, string difference)
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        var before = File.ReadAllText(folder.ResultsPath());

        folder.Benchmark("--resume", option, value).IsRefused("other settings", difference, "--output");
        folder.Benchmark(option, value).IsRefused("other settings", difference, "--output");
        Assert.AreEqual(before, File.ReadAllText(folder.ResultsPath()));
    }

    [TestMethod]
    public void Run_SeveralOtherSettings_NamesAll()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();

        folder.Benchmark("--stages", "2", "--budget", "3").IsRefused("stages is", "budget is");
    }

    [TestMethod]
    [DataRow("--resume")]
    [DataRow("--quiet-not-an-option")]
    public void Run_FileOfAnEarlierVersion_IsRefusedAndLeft(string option)
    {
        using var folder = new TemporaryFolder();
        var text = SmallBenchmark.ResultsHeader + "\nglass,nce,abs,1,1,0,0.9,0.9,0.5,1,1,0,,,,0.1\n";
        folder.Write("results.csv", text);

        folder.Benchmark(option == "--resume" ? [option] : []).IsRefused("results.csv", "earlier version", "results.csv.settings");
        Assert.AreEqual(text, File.ReadAllText(folder.ResultsPath()));
    }

    /// <summary>A report compares with the first method of a file, which going on with some of its methods must not change.</summary>
    [TestMethod]
    public void Resume_SomeOfTheMethodsAndNewOnes_KeepsTheOrderOfTheFileAndAddsTheNewOnesLast()
    {
        using var folder = new TemporaryFolder();
        Run("gp,copod,inne");
        Run("inne,isolation_forest,copod");

        CollectionAssert.AreEqual((string[])["gp", "copod", "inne", "isolation_forest"], Losses());

        // What asks for all orders all: an interrupted run goes on in the order that it was asked for in.
        Run("copod,isolation_forest,inne,gp");
        CollectionAssert.AreEqual((string[])["copod", "isolation_forest", "inne", "gp"], Losses());

        void Run(string losses) => folder.BenchmarkOf("glass", "own", losses, "none", "0", "--resume", "--seeds", "2").Succeeds();

        string[] Losses() =>
            [.. folder.Results().Select(line => line.Split(',')[1]).Chunk(2).Select(run => run.Distinct().Single())];
    }

    [TestMethod]
    public void Run_FileHoldsRunsBeyondThoseAskedFor_IsRefusedAndKeepsThem()
    {
        using var folder = new TemporaryFolder();
        Run("gp,copod", "2").Succeeds();
        var before = File.ReadAllText(folder.ResultsPath());

        Run("gp", "2").IsRefused("holds 2 runs beyond those asked for", "glass-copod-none-nops-seed1", "--resume", "--output");
        Run("gp,copod", "1").IsRefused("holds 2 runs", "glass-gp-none-nops-seed2");
        Assert.AreEqual(before, File.ReadAllText(folder.ResultsPath()));

        Run("gp,copod", "2").Succeeds();
        Run("copod,inne,gp", "3").Succeeds();
        Assert.HasCount(3 * 3, folder.Results());

        CommandRun Run(string losses, string seeds) =>
            folder.BenchmarkOf("glass", "own", losses, "none", "0", "--stages", "1", "--seeds", seeds);
    }

    [TestMethod]
    public void Resume_NoFile_RunsAll()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark("--resume").Succeeds();

        Assert.HasCount(2, folder.UntimedResults());
    }

    [TestMethod]
    public void Run_Cancelled_KeepsWhatIsFinished()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        var before = File.ReadAllText(folder.ResultsPath());
        var cancelled = folder.CancelledBenchmark("--resume", "--seeds", "3");

        Assert.AreEqual(130, cancelled.ExitCode, cancelled.Error);
        Assert.AreEqual(before, File.ReadAllText(folder.ResultsPath()));
    }

    [TestMethod]
    public void Run_CancelledBeforeAnything_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var cancelled = folder.CancelledBenchmark();

        Assert.AreEqual(130, cancelled.ExitCode, cancelled.Error);
        Assert.Contains("Cancelled", cancelled.Error);
    }

    [TestMethod]
    public void Run_AgainAndCancelled_KeepsWhatIsNotMadeAgain()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark("--seeds", "40").Succeeds();
        var before = folder.UntimedResults();
        using var cancellation = new CancellationTokenSource();
        using var watcher = new FileSystemWatcher(folder.FullName) { IncludeSubdirectories = true };
        watcher.Created += (_, file) => { if (file.Name!.EndsWith("seed1", StringComparison.Ordinal)) cancellation.Cancel(); };
        watcher.EnableRaisingEvents = true;
        var again = CommandRun.Of(cancellation.Token, folder.Words("--seeds", "40", "--jobs", "1", "--save", folder.File("saved")));

        Assert.AreEqual(130, again.ExitCode, again.Error);
        Assert.Contains("Not made again, and in the file as they were", again.Output);
        CollectionAssert.AreEqual(before, folder.UntimedResults());
    }

    [TestMethod]
    public void Run_AnotherTableOfTheName_IsRefusedWithoutResumeToo()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("t.csv", SyntheticCsv.OfNumbers(60));
        Run().Succeeds();
        var before = File.ReadAllText(folder.ResultsPath());
        folder.Write("t.csv", SyntheticCsv.OfNumbers(70));

        Run().IsRefused("table t is '60 x", "and '70 x");
        Assert.AreEqual(before, File.ReadAllText(folder.ResultsPath()));

        CommandRun Run() => folder.BenchmarkOf(table, "own", "copod", "none", "0");
    }

    [TestMethod]
    public void Run_LineThatIsThereTwice_IsRefusedAsDamaged()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        File.AppendAllLines(folder.ResultsPath(), [folder.Results()[^1]]);

        folder.Benchmark("--resume").IsRefused("results.csv", "more than one line of (glass-nce-abs-ps-seed1, 1)");
    }

    [TestMethod]
    public void Resume_ReportOfAMethodWithoutCodes_MakesNothingAgain()
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf("glass", "own", "gp,copod", "none", "0").Succeeds();
        var report = folder.BenchmarkOf("glass", "own", "gp,copod", "none", "0", "--resume", "--report", folder.File("r.html")).Succeeds();

        Assert.Contains("2 finished before", report.Output);
        Assert.DoesNotContain("made again", report.Output);
    }

    [TestMethod]
    public void Run_CombinationOfOneDetector_IsMisused()
    {
        using var folder = new TemporaryFolder();

        folder.Benchmark("--combine", "RankAverage").IsMisused("--combine", "--ensemble names none");
    }

    [TestMethod]
    public void Run_CancelledInTheMiddle_KeepsTheFinishedRuns()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        using var watcher = new FileSystemWatcher(folder.FullName) { IncludeSubdirectories = true };
        watcher.Created += (_, file) => { if (file.Name!.EndsWith("seed3", StringComparison.Ordinal)) cancellation.Cancel(); };
        watcher.EnableRaisingEvents = true;
        string[] options = ["--stages", "1", "--seeds", "2000", "--jobs", "1", "--save", folder.FullName, "--output", folder.ResultsPath()];
        var cancelled = CommandRun.Of(cancellation.Token, ["benchmark", "glass", "own", "nce", "abs", "auto", .. options]);

        Assert.AreEqual(130, cancelled.ExitCode, cancelled.Error);
        CollectionAssert.IsSubsetOf(
            (string[])["1,0", "1,1", "2,0", "2,1"],
            folder.UntimedResults().Select(line => string.Join(',', line.Split(',')[4..6])).ToArray());
    }
}
