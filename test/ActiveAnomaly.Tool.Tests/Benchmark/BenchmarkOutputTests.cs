using System.Globalization;
using System.Text.Json;
using ActiveAnomaly.Tool.Input;
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
    [DataRow("--resume")]
    [DataRow("--jobs=1")]
    public void Run_SaveHoldsRunsOfOtherSettings_IsRefusedAndLeavesThem(string option)
    {
        using var folder = new TemporaryFolder();
        var runs = folder.File("runs");
        folder.BenchmarkOf("glass", "0.03", "gp", "thirds", "0", "--save", runs).Succeeds();
        folder.BenchmarkOf("glass", "own", "gp", "thirds", "0", "--output", folder.File("own.csv")).Succeeds();
        var stage = Path.Combine(runs, "glass-gp-thirds-nops-seed1", "stage0.csv");
        var before = File.ReadAllText(stage);

        folder.BenchmarkOf("glass", "own", "gp", "thirds", "0", "--output", folder.File("own.csv"), "--save", runs, option)
            .IsRefused("--save", "pollution is '0.03' in the file and 'own' now");
        Assert.AreEqual(before, File.ReadAllText(stage));
    }

    [TestMethod]
    public void Run_SaveHoldsRunsOfAnotherTableOfTheName_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Write("data.csv", SyntheticCsv.OfNumbers(20));
        folder.BenchmarkOf(data, "own", "extra_trees", "mlp", "0", "--save", folder.File("runs")).Succeeds();
        folder.Write("data.csv", SyntheticCsv.OfNumbers(30));

        folder.BenchmarkOf(data, "own", "extra_trees", "mlp", "0", "--save", folder.File("runs"), "--output", folder.File("other.csv"))
            .IsRefused("--save", "table data is");
    }

    [TestMethod]
    public void Run_SaveHoldsRunsOfUnknownSettings_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark("--save", folder.File("runs")).Succeeds();
        File.Delete(folder.File("runs", "settings.txt"));

        folder.Benchmark("--resume", "--save", folder.File("runs")).IsRefused("--save", "glass-nce-abs-ps-seed1", "settings.txt");
    }

    /// <summary>Runs of the same settings come together in a folder, whatever their data sets.</summary>
    [TestMethod]
    public void Run_SaveHoldsOtherRunsOfTheSameSettings_KeepsBoth()
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf("glass", "own", "copod", "none", "0", "--save", folder.File("runs")).Succeeds();
        folder.BenchmarkOf(
            "ionosphere", "own", "copod", "none", "0", "--save", folder.File("runs"), "--output", folder.File("other.csv")).Succeeds();

        var settings = File.ReadAllText(folder.File("runs", "settings.txt"));
        Assert.StartsWith("# active-anomaly: benchmark --save\n# pollution: own\n", settings);
        Assert.Contains("\n# table glass: ", settings);
        Assert.Contains("\n# table ionosphere: ", settings);
        Assert.HasCount(2, Directory.GetDirectories(folder.File("runs")));
    }

    /// <summary>A pool of fewer anomalies than its data set: rows, and the lists of them, are the data set's.</summary>
    [TestMethod]
    public void Run_SaveWithAPollutionRatio_NamesTheRowsOfTheDataSet()
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf("ionosphere", "0.1", "gp", "thirds", "0", "--save", folder.File("runs")).Succeeds();
        var truth = File.ReadLines(DataSet.Find("ionosphere").Single().Path).Skip(1).Select(line => line.Split(',')[^1]).ToArray();
        var run = folder.File("runs", "ionosphere-gp-thirds-nops-seed1");
        string[][] rows = [.. File.ReadLines(Path.Combine(run, "stage0.csv")).Skip(1).Select(line => line.Split(','))];

        Assert.HasCount(351, truth);
        Assert.HasCount(250, rows);
        CollectionAssert.AllItemsAreUnique(rows.Select(row => row[0]).ToArray());
        foreach (var row in rows)
        {
            Assert.AreEqual(truth[int.Parse(row[0], CultureInfo.InvariantCulture)], row[2]);
        }

        using var numbers = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "stage0.json")));
        CollectionAssert.AreEqual(
            rows.Where(row => row[4].Length > 0).OrderBy(row => int.Parse(row[4], CultureInfo.InvariantCulture)).Select(row => row[0])
                .ToArray(),
            numbers.RootElement.GetProperty("query_order").EnumerateArray().Select(row => row.GetRawText()).ToArray());
    }

    [TestMethod]
    [DataRow("gp", "thirds")]
    [DataRow("nce", "abs")]
    public void Run_Save_TellsTheSeed(string loss, string query)
    {
        using var folder = new TemporaryFolder();
        folder.BenchmarkOf("glass", "own", loss, query, "0", "--seeds", "2", "--save", folder.File("runs")).Succeeds();
        using var numbers = JsonDocument.Parse(File.ReadAllText(folder.File("runs", $"glass-{loss}-{query}-nops-seed2", "stage1.json")));

        Assert.AreEqual(2, numbers.RootElement.GetProperty("seed").GetInt64());
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
