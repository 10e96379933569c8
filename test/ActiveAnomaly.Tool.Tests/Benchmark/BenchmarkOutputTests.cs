using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Where results go is checked before the first run; what is missing of finished runs is made again.</summary>
[TestClass]
public sealed class BenchmarkOutputTests
{
    [TestMethod]
    [DataRow("--output")]
    [DataRow("--report")]
    public void Run_OutputThatIsAFolder_IsRefused(string option)
    {
        using var folder = new TemporaryFolder();

        folder.Benchmark(option, folder.FullName).IsRefused(option, "is a folder");
    }

    [TestMethod]
    public void Run_SaveThatIsAFile_IsRefused()
    {
        using var folder = new TemporaryFolder();

        folder.Benchmark("--save", folder.Write("file", "x")).IsRefused("--save", "is a file");
    }

    [TestMethod]
    [DataRow("--output")]
    [DataRow("--report")]
    public void Run_OverTheData_IsRefusedAndLeavesThem(string option)
    {
        using var folder = new TemporaryFolder();
        var text = SyntheticCsv.OfNumbers(20);
        var data = folder.Write("data.csv", text);

        folder.BenchmarkOf(data, "own", "extra_trees", "mlp", "0", option, data).IsRefused("data.csv", "would overwrite");
        Assert.AreEqual(text, File.ReadAllText(data));
    }

    [TestMethod]
    public void Run_ReportOverTheResults_IsRefused()
    {
        using var folder = new TemporaryFolder();

        folder.Benchmark("--report", folder.ResultsPath()).IsRefused("--report", "would overwrite");
    }

    [TestMethod]
    public void Evaluate_OverTheData_IsRefusedAndLeavesThem()
    {
        using var folder = new TemporaryFolder();
        var text = SyntheticCsv.OfNumbers(20);
        var data = folder.Write("data.csv", text);

        CommandRun.Of("evaluate", data, "--stages", "1", "--output", folder.FullName).IsRefused("data.csv", "would overwrite");
        Assert.AreEqual(text, File.ReadAllText(data));
    }

    [TestMethod]
    public void Run_FileOfSomethingElse_IsRefusedAndLeft()
    {
        using var folder = new TemporaryFolder();
        folder.Write("results.csv", "a,b\n1,2\n");

        folder.Benchmark().IsRefused("results.csv", "no results file");
        Assert.AreEqual("a,b\n1,2\n", File.ReadAllText(folder.ResultsPath()));
    }

    /// <summary>The same as a run in one go shows, maps of the codes included; the figures stay.</summary>
    [TestMethod]
    public void Resume_WithAReport_ShowsWhatARunInOneGoShows()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark("--seeds", "2", "--report", folder.File("whole.html")).Succeeds();
        var before = folder.UntimedResults();
        var resumed = folder.Benchmark("--seeds", "2", "--resume", "--report", folder.File("resumed.html")).Succeeds();

        Assert.Contains("1 finished before", resumed.Output);
        Assert.Contains("1 finished runs are made again: the maps of the codes that the report shows", resumed.Output);
        Assert.DoesNotContain("other figures", resumed.Output);
        CollectionAssert.AreEqual(before, folder.UntimedResults());
        Assert.AreEqual(WithoutSeconds(folder.File("whole.html")), WithoutSeconds(folder.File("resumed.html")));
    }

    [TestMethod]
    public void Resume_WithSave_MakesThoseRunsAgainWhoseStagesAreMissing()
    {
        using var folder = new TemporaryFolder();
        var runs = folder.File("runs");
        folder.Benchmark("--seeds", "2", "--save", runs).Succeeds();
        var lost = Path.Combine(runs, "glass-nce-abs-ps-seed2", "stage1.aadm");
        var bytes = File.ReadAllBytes(lost);
        File.Delete(lost);
        folder.Write(Path.Combine("runs", "glass-nce-abs-ps-seed1", $"stage0.json.{new string('b', 32)}.tmp"), "half");
        folder.Write(Path.Combine("runs", "glass-nce-abs-ps-seed1", "notes.txt"), "a user's");
        var seconds = folder.Results()[..2];
        var resumed = folder.Benchmark("--seeds", "2", "--resume", "--save", runs).Succeeds();

        Assert.Contains("1 finished runs are made again: the stages to save", resumed.Output);
        CollectionAssert.AreEqual(bytes, File.ReadAllBytes(lost));
        // The first run was not made again: its time is the same.
        CollectionAssert.AreEqual(seconds, folder.Results()[..2]);
        Assert.HasCount(7, Directory.GetFiles(Path.Combine(runs, "glass-nce-abs-ps-seed1")));
    }

    [TestMethod]
    public void Resume_RunWithOtherFigures_SaysSo()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        var (settings, _) = ResultsFile<BenchmarkRow>.Read(folder.ResultsPath(), BenchmarkResults.Schema);
        var file = new ResultsFile<BenchmarkRow>(folder.ResultsPath(), BenchmarkResults.Schema, settings);
        var rows = file.Read();
        file.Write(rows.Select(row => row with { Auc = 0.125 }));
        var resumed = folder.Benchmark("--resume", "--report", folder.File("r.html")).Succeeds();

        Assert.Contains("1 runs that were made again have other figures", resumed.Output);
        Assert.AreEqual(rows[1].Auc, file.Read()[1].Auc);
    }

    private static string WithoutSeconds(string report) =>
        string.Join('\n', File.ReadAllLines(report).Where(line => !line.Contains("seconds a run") && !line.Contains("<td>yes</td>")));
}
