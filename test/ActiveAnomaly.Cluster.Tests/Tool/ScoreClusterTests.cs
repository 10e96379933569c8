using System.Diagnostics;
using System.Globalization;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Cluster.Tool;

/// <summary>The commands score and work: processes that score a table's partitions together, of which one is killed.</summary>
[TestClass]
public sealed class ScoreClusterTests
{
    private const int PartitionCount = 30;
    private const int RowCount = 10_000;
    private const string Broken = "part-07";

    private static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(3);

    public TestContext TestContext { get; set; } = null!;

    /// <summary>Two helpers, one of them killed, and a silo that serves labelling sessions and helps.</summary>
    [TestMethod]
    public async Task Score_WithHelpersOfWhichOneIsKilled_WritesWhatOneMachineWrites()
    {
        var place = PostgresServer.Shared.CreateSchema();
        using var folder = new TemporaryFolder();
        using var killed = new CommandChild("work", "--cluster", place, "--slots", "2");
        using var helper = new CommandChild("work", "--cluster", place, "--slots", "1");
        using var labelling = new ToolChild("--cluster", place, "--work-slots", "1");
        WriteTables(folder);
        using (var train = new CommandChild(
            "train", folder.File("train.csv"), "--no-label", "--detector", "isolation_forest", "--output", folder.File("model.zip")))
        {
            var (trained, words) = await train.EndedAsync();
            Assert.AreEqual(0, trained, words);
        }

        string[] score = ["score", folder.File("in"), "--model", folder.File("model.zip"), "--output"];
        using (var alone = new CommandChild([.. score, folder.File("one"), "--threads", "2"]))
        {
            Assert.AreEqual(1, (await alone.EndedAsync()).ExitCode);
        }

        await labelling.StartedAsync();
        var lost = (string)(await killed.DocumentAsync())["name"]!;
        var name = (string)(await helper.DocumentAsync())["name"]!;
        var clock = Stopwatch.StartNew();
        using var driver = new CommandChild([.. score, folder.File("out"), "--cluster", place, "--threads", "1"]);
        await driver.SaysAsync($"{lost} takes part.");
        await KillWhileItScoresAsync(killed, driver, folder.File("out"));
        var document = await driver.DocumentAsync();
        var (exitCode, messages) = await driver.EndedAsync();
        TestContext.WriteLine($"{clock.Elapsed.TotalSeconds:F1} s. {messages}");
        var stopped = await helper.StopAsync();

        Assert.AreEqual(1, exitCode, messages);
        Assert.Contains($"Lost with {lost}, and scored again: ", messages);
        var broken = Path.Combine(folder.File("in"), Broken + ".csv");
        Assert.Contains($"1 of {PartitionCount} partitions cannot be scored: '{broken}'", messages);
        var partitions = document["partitions"]!.AsArray();
        Assert.HasCount(PartitionCount, partitions);
        foreach (var partition in partitions)
        {
            Assert.AreEqual(
                (string)partition!["name"]! == Broken ? "failed" : "scored", (string)partition["status"]!, partition.ToJsonString());
        }

        string[] silos =
        [
            .. document["silos"]!.AsArray().Where(silo => (int)silo!["partitions"]! > 0).Select(silo => (string)silo!["name"]!),
        ];
        Assert.Contains(name, silos);
        Assert.Contains(labelling.SiloName, silos);
        AreSame(folder.File("one"), folder.File("out"));
        Assert.AreEqual(0, stopped.ExitCode, stopped.Messages);
        Assert.EndsWith("Stopped.", stopped.Messages.TrimEnd());
    }

    private static void WriteTables(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder.File("in"));
        Write(folder.File("train.csv"), 500, seed: 0, "temp,u");
        for (var i = 0; i < PartitionCount; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"part-{i:00}");
            Write(Path.Combine(folder.File("in"), name + ".csv"), RowCount, i + 1, name == Broken ? "temp,v" : "temp,u");
        }
    }

    private static void Write(string path, int rowCount, int seed, string names)
    {
        var random = new Random(seed);
        File.WriteAllLines(path, Enumerable.Range(0, rowCount).Select(
            _ => string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble() * 4},{random.NextDouble() * 4}")).Prepend(names));
    }

    /// <summary>Kills a silo as soon as some partitions are finished: its slots are never empty then.</summary>
    private static async Task KillWhileItScoresAsync(CommandChild silo, CommandChild driver, string output)
    {
        var clock = Stopwatch.StartNew();
        while (!Directory.Exists(output) || Directory.GetFiles(output, "*.csv").Length < 4)
        {
            Assert.IsTrue(driver.IsRunning, driver.IsRunning ? string.Empty : (await driver.EndedAsync()).Messages);
            Assert.IsLessThan(LongestTime, clock.Elapsed, "No scores were written.");
            await Task.Delay(10);
        }

        silo.Kill();
    }

    /// <summary>Checks that two folders have the same files, of the same bytes: records among them, and nothing temporary.</summary>
    private static void AreSame(string expected, string actual)
    {
        string[] names = [.. Files(expected)];
        Assert.HasCount(2 * (PartitionCount - 1), names);
        CollectionAssert.AreEqual(names, Files(actual).ToArray());
        foreach (var name in names)
        {
            CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(expected, name)), File.ReadAllBytes(Path.Combine(actual, name)), name);
        }

        static IEnumerable<string> Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal);
    }
}
