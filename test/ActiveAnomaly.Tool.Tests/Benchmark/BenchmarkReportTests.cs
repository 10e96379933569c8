using System.Text.RegularExpressions;

namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed partial class BenchmarkReportTests
{
    private static readonly Lazy<string> Report = new(WriteReport);

    [TestMethod]
    public void Report_OfARun_IsAWholePage()
    {
        Assert.StartsWith("<!DOCTYPE html>", Report.Value, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("</html>", Report.Value.TrimEnd());
    }

    [TestMethod]
    public void Report_OfARun_HoldsChartsAndTheirNumbers()
    {
        Assert.Contains("<svg", Report.Value);
        Assert.Contains("<table", Report.Value);
    }

    [TestMethod]
    public void Report_OfARun_LoadsNothing() =>
        CollectionAssert.AreEqual(Array.Empty<string>(), Resource().Matches(Report.Value).Select(match => match.Value).ToArray());

    [TestMethod]
    public void Report_OfACancelledRun_IsWrittenAllTheSame()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        using var watcher = new FileSystemWatcher(folder.FullName) { IncludeSubdirectories = true };
        watcher.Created += (_, file) => Cancel(file.Name!.EndsWith("seed2", StringComparison.Ordinal), cancellation);
        watcher.EnableRaisingEvents = true;
        string[] options =
        [
            "--stages", "1", "--seeds", "2000", "--jobs", "1", "--save", folder.FullName, "--output", folder.ResultsPath(),
            "--report", folder.File("report.html"),
        ];
        var run = CommandRun.Of(cancellation.Token, ["benchmark", "glass", "own", "nce", "abs", "auto", .. options]);

        Assert.AreEqual(130, run.ExitCode, run.Error);
        Assert.IsTrue(File.Exists(folder.File("report.html")));
    }

    private static void Cancel(bool isTime, CancellationTokenSource cancellation)
    {
        if (isTime)
        {
            cancellation.Cancel();
        }
    }

    private static string WriteReport()
    {
        using var folder = new TemporaryFolder();
        string[] options = ["--seeds", "2", "--report", folder.File("report.html")];
        folder.BenchmarkOf("glass,ionosphere", "own", "nce,one_class", "abs,mlp", "auto", options).Succeeds();
        return File.ReadAllText(folder.File("report.html"));
    }

    /// <summary>All that makes a browser load something: links within the page and data: do not.</summary>
    [GeneratedRegex(
        """(<(script|iframe|object|embed|link|base)\b[^>]*|@import[^;]*""" + "|"
        + """\b(src|srcset|data|poster|xlink:href)\s*=\s*["']?(?!data:)[^"'\s>]*|\bhref\s*=\s*["']?https?:[^"'\s>]*""" + "|"
        + """url\(\s*["']?(?![#"']|data:)[^)]*)""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Resource();
}
