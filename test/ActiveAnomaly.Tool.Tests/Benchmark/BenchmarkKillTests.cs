using System.Diagnostics;
using System.Globalization;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>A benchmark in a process of its own that is killed, and goes on.</summary>
[TestClass]
public sealed class BenchmarkKillTests
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(4);

    /// <summary>The tool writes its results every few seconds: the kill falls between runs, in a run or in a write.</summary>
    [TestMethod]
    public void Resume_AfterAKill_EndsLikeARunInOneGo()
    {
        using var killed = new TemporaryFolder();
        using var whole = new TemporaryFolder();
        KillAfterTheFirstResults(killed, ["--stages", "3", "--seeds", "20000", "--jobs", "1"]);
        var before = killed.UntimedResults();
        // The finished seeds, the one that the kill cut short, and a few more.
        var last = before.Max(line => int.Parse(line.Split(',')[4], CultureInfo.InvariantCulture)) + 5;
        string[] options = ["--stages", "3", "--seeds", last.ToString(CultureInfo.InvariantCulture)];
        killed.Write($"results.csv.{new string('0', 32)}.tmp", "half a file");
        killed.Benchmark([.. options, "--resume"]).Succeeds();
        whole.Benchmark(options).Succeeds();

        Assert.IsGreaterThan(0, before.Length);
        CollectionAssert.AreEqual(whole.UntimedResults(), killed.UntimedResults());
        CollectionAssert.AreEqual(
            (string[])["results.csv"], Directory.GetFileSystemEntries(killed.FullName).Select(Path.GetFileName).ToArray());
    }

    /// <summary>Kills (SIGKILL) a benchmark that has written results; while it runs, a second one does not write to its file.</summary>
    private static void KillAfterTheFirstResults(TemporaryFolder folder, string[] options)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "active-anomaly.dll");
        using var process = Process.Start(new ProcessStartInfo(ProgramRun.Dotnet, ["exec", program, .. folder.Words(options)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            var clock = Stopwatch.StartNew();
            while (!File.Exists(folder.ResultsPath()) && !process.WaitForExit(TimeSpan.FromMilliseconds(1)))
            {
                Assert.IsLessThan(LongestTime, clock.Elapsed, "No results were written.");
            }

            if (!process.HasExited)
            {
                folder.Benchmark([.. options, "--resume"]).IsRefused("results.csv", "another run");
            }
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        Assert.IsTrue(File.Exists(folder.ResultsPath()), output.Result + error.Result);
    }
}
