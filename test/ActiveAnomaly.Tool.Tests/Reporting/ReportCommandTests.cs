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
        var auc = double.Parse(File.ReadAllLines(folder.ResultsPath())[2].Split(',')[6], CultureInfo.InvariantCulture);
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
        Assert.Contains("evaluate; stages=1; budget=default", File.ReadAllText(folder.File("sub", "r.html")));
    }

    [TestMethod]
    public void Run_WithoutTheSettings_SaysThatTheyAreUnknown()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        File.Delete(folder.ResultsPath() + ".settings");
        CommandRun.Of("report", folder.ResultsPath()).Succeeds();

        Assert.Contains("unknown", File.ReadAllText(folder.File("results.html")));
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
    [DataRow("a,b\n1,2\n")]
    [DataRow("")]
    [DataRow(SmallBenchmark.ResultsHeader + ",more\n")]
    public void Run_FileOfSomethingElse_IsRefused(string text)
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("report", folder.Write("other.csv", text))
            .IsRefused("other.csv", "header of a results file", "evaluate or benchmark");
    }

    [TestMethod]
    public void Run_NothingButTheHeader_IsRefused()
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("report", folder.Write("empty.csv", SmallBenchmark.ResultsHeader + "\n")).IsRefused("empty.csv", "no finished run");
    }

    [TestMethod]
    [DataRow("glass,gp,thirds,0,1,0,0.9,0.9,0.5,1,1,0,,,", "15 fields")]
    [DataRow("glass,gp,thirds,0,1,0,x,0.9,0.5,1,1,0,,,,0.1", "'x' in auc")]
    [DataRow("glass,gp,thirds,0,1,0.5,0.9,0.9,0.5,1,1,0,,,,0.1", "'0.5' in stage")]
    [DataRow("glass,gp,thirds,0,1,0,0.9,0.9,0.5,1,1,0,y,,,0.1", "'y' in q")]
    public void Run_DamagedLine_IsRefusedWithItsPlace(string line, string found)
    {
        using var folder = new TemporaryFolder();
        const string Good = "glass,gp,thirds,0,1,0,0.9,0.9,0.5,1,1,0,,,,0.1";

        CommandRun.Of("report", folder.Write("bad.csv", $"{SmallBenchmark.ResultsHeader}\n{Good}\n{line}\n"))
            .IsRefused("Line 3", "bad.csv", found);
    }

    [TestMethod]
    public void Run_OverTheResults_IsMisused()
    {
        using var folder = new TemporaryFolder();
        folder.Benchmark().Succeeds();
        var before = File.ReadAllText(folder.ResultsPath());

        CommandRun.Of("report", folder.ResultsPath(), "--output", folder.ResultsPath()).IsMisused("overwrite");
        Assert.AreEqual(before, File.ReadAllText(folder.ResultsPath()));
    }
}
