using System.Globalization;
using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.Reporting;

[TestClass]
public sealed class ReportCommandTests
{
    [TestMethod]
    public void Run_ResultsOfABenchmark_ShowsTheirFiguresAndSettings()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark("--report", folder.File("own.html")).Succeeds();
        var auc = double.Parse(folder.Results()[1].Split(',')[6], CultureInfo.InvariantCulture);
        var run = CommandRun.Of("report", folder.ResultsPath()).Succeeds();
        var report = File.ReadAllText(folder.File("results.html"));

        Assert.Contains(folder.File("results.html"), run.Output);
        Assert.Contains("pollution=own; stages=1", report);
        Assert.Contains(auc.ToString("F3", CultureInfo.InvariantCulture), report);
        Assert.Contains("<svg", report);

        // What only the run knows: the benchmark's own report shows it.
        Assert.Contains("Maps of the codes", File.ReadAllText(folder.File("own.html")));
        Assert.DoesNotContain("Maps of the codes", report);
    }

    [TestMethod]
    public void Run_ResultsOfAnEvaluation_IsWritten()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("evaluate", "glass", "--stages", "1", "--output", folder.FullName).Succeeds();
        var document = CommandRun.Json("report", folder.File("glass.csv"), "--output", folder.File("sub", "r.html"));

        Assert.AreEqual(folder.File("sub", "r.html"), document.GetProperty("report").GetString());
        Assert.AreEqual(folder.File("glass.csv"), document.GetProperty("source").GetString());
        Assert.AreEqual(2, document.GetProperty("rows").GetInt32());
        Assert.Contains("command=evaluate; stages=1; budget=default", File.ReadAllText(folder.File("sub", "r.html")));
    }

    [TestMethod]
    public void Run_NoFile_IsRefused() => CommandRun.Of("report", "none.csv").IsRefused("none.csv", "results.csv");

    [TestMethod]
    public void Run_Folder_IsRefused()
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("report", folder.FullName).IsRefused(folder.FullName, "is a folder");
    }

    [TestMethod]
    [DataRow("a,b\n1,2\n", "'a,b'")]
    [DataRow("", "''")]
    [DataRow("# active-anomaly: cooking\na,b\n", "results of 'cooking'")]
    [DataRow("# active-anomaly: benchmark\n" + SmallBenchmark.ResultsHeader + ",more\n", "has the columns more")]
    [DataRow("# active-anomaly: benchmark\n# a: 1\n# a: 2\n", "Line 3")]
    [DataRow("# active-anomaly: benchmark\n#\n", "Line 2")]
    public void Run_FileOfSomethingElse_IsRefused(string text, string found)
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("report", folder.Write("other.csv", text)).IsRefused("other.csv", "results file", found);
    }

    [TestMethod]
    public void Run_NothingButTheHeader_IsRefused()
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("report", folder.Write("empty.csv", SmallBenchmark.ResultsHead)).IsRefused("empty.csv", "no finished run");
    }

    [TestMethod]
    [DataRow("glass,gp,thirds,0,1,0,0.9,0.9,0.5,1,1,0,,,,", "16 fields")]
    [DataRow("glass,gp,thirds,0,1,0,x,0.9,0.5,1,1,0,,,,,0.1", "'x' in auc")]
    [DataRow("glass,gp,thirds,0,1,0.5,0.9,0.9,0.5,1,1,0,,,,,0.1", "'0.5' in stage")]
    [DataRow("glass,gp,thirds,0,1,0,0.9,0.9,0.5,1,1,0,y,,,,0.1", "'y' in q")]
    [DataRow("glass,gp,thirds,0,1,0,0.9,0.9,0.5,1,1,0,,,,6 1 2,0.1", "'6 1 2' in near_boundary")]
    [DataRow("glass,gp,thirds,2,1,0,0.9,0.9,0.5,1,1,0,,,,,0.1", "'2' in pseudo_abnormal")]
    public void Run_DamagedLine_IsRefusedWithItsPlace(string line, string found)
    {
        using var folder = new TemporaryFolder();
        const string Good = "glass,gp,thirds,0,1,0,0.9,0.9,0.5,1,1,0,,,,,0.1";

        CommandRun.Of("report", folder.Write("bad.csv", $"{SmallBenchmark.ResultsHead}{Good}\n{line}\n"))
            .IsRefused("Line 5", "bad.csv", found);
    }

    [TestMethod]
    public void Run_OverTheResults_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        var before = File.ReadAllText(folder.ResultsPath());

        CommandRun.Of("report", folder.ResultsPath(), "--output", folder.ResultsPath()).IsRefused("overwrite");
        Assert.AreEqual(before, File.ReadAllText(folder.ResultsPath()));
    }
}
