using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using ActiveAnomaly.Tool.Telemetry;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>A run that is killed, or cancelled, leaves whole files of scores, and the next goes on from them.</summary>
[TestClass]
public sealed class PartitionKillTests
{
    private const int PartitionCount = 20;
    private const int RowCount = 1000;
    private const string First = "part-000.csv";

    /// <summary>The first partition is being scored as long as others become finished.</summary>
    private const int FirstRowCount = 200_000;

    private static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(4);

    [TestMethod]
    public void Resume_AfterAKill_EndsLikeARunInOneGo()
    {
        using var folder = Filled();
        for (var attempt = 1; !TryKillAfterTheFirstScores(folder); attempt++)
        {
            // Where this process was kept waiting for as long as the run took: once more.
            Assert.IsLessThan(5, attempt, "The run was at its end before it was killed: there are too few rows.");
            Directory.Delete(folder.Output, recursive: true);
        }

        string[] finished = [.. Finished(folder)];
        var document = CommandRun.Json([.. folder.Words(), "--resume"]);

        Assert.IsNotEmpty(finished);
        Assert.IsLessThan(PartitionCount, finished.Length);
        var kept = document.GetProperty("partitions").EnumerateArray()
            .Where(partition => partition.GetProperty("status").GetString() == "kept")
            .Select(partition => partition.GetProperty("name").GetString() + ".csv").ToArray();
        CollectionAssert.AreEqual(finished, kept);
        folder.IsComplete();
    }

    [TestMethod]
    public async Task Run_Cancelled_KeepsWhatIsFinished()
    {
        using var folder = Filled();
        using var stop = new CancellationTokenSource();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Meter.Name == ToolMeter.Name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };

        // Told on the thread that scores, before it takes the next; by other tests too.
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            if (Finished(folder).Any())
            {
                stop.Cancel();
            }
        });
        listener.Start();
        var run = await Task.Run(() => CommandRun.Of(stop.Token, [.. folder.Words(), "--threads", "1", "--json"]));
        listener.Dispose();
        using var document = System.Text.Json.JsonDocument.Parse(run.Output);
        string[] finished = [.. Finished(folder)];

        Assert.AreEqual(130, run.ExitCode, run.Error);
        Assert.IsLessThan(PartitionCount, finished.Length);
        Assert.IsFalse(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.AreEqual(
            finished.Length,
            document.RootElement.GetProperty("partitions").EnumerateArray().Count(
                partition => partition.GetProperty("status").GetString() == "scored"));
        Assert.IsEmpty(Directory.GetFiles(folder.Output, "*.tmp", SearchOption.AllDirectories));
        foreach (var name in finished)
        {
            CollectionAssert.AreEqual(folder.Alone(folder.PathOf("in", name)), folder.Lines(name));
        }

        folder.Score("--resume").Succeeds();
        Assert.HasCount(PartitionCount, Finished(folder));
    }

    private static PartitionFolder Filled()
    {
        var folder = new PartitionFolder();
        for (var i = 0; i < PartitionCount; i++)
        {
            folder.AddCsv($"part-{i:000}.csv", i == 0 ? FirstRowCount : RowCount, seed: i);
        }

        return folder;
    }

    private static IEnumerable<string> Finished(PartitionFolder folder) => Directory.Exists(folder.Output)
        ? Directory.GetFiles(folder.Output, "*.csv").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        : [];

    /// <summary>Kills a run while it scores the first partition and has scored others; false where that was at its end already.</summary>
    private static bool TryKillAfterTheFirstScores(PartitionFolder folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "active-anomaly.dll");
        using var process = Process.Start(new ProcessStartInfo(ProgramRun.Dotnet, ["exec", program, .. folder.Words(), "--threads", "2"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            var clock = Stopwatch.StartNew();
            while (Finished(folder).Count() < 3 && !process.WaitForExit(TimeSpan.FromMilliseconds(1)))
            {
                Assert.IsLessThan(LongestTime, clock.Elapsed, "No scores were written.");
            }

            if (!OperatingSystem.IsWindows())
            {
                // It does not get to its end from here on.
                using var stop = Process.Start("kill", ["-STOP", process.Id.ToString(CultureInfo.InvariantCulture)]);
                stop.WaitForExit();
            }

            if (!process.HasExited && !Finished(folder).Contains(First))
            {
                // Nobody else writes there meanwhile.
                folder.Score("--resume").IsRefused("--output", "another run");
            }
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        Assert.IsNotEmpty(Finished(folder), output.Result + error.Result);
        return !Finished(folder).Contains(First);
    }
}
