using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Cluster.Tool;

/// <summary>The command benchmark over three processes, of which one is killed in mid-run.</summary>
[TestClass]
public sealed class BenchmarkClusterTests
{
    private static readonly string[] Grid =
        ["benchmark", "ionosphere", "own", "nce,one_class", "none,random,mlp,abs", "auto", "--seeds", "24", "--stages", "3"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Benchmark_OverThreeProcessesOneKilled_GivesTheResultsOfOneMachine()
    {
        using var folder = new TemporaryFolder();
        var place = PostgresServer.Shared.CreateSchema();
        using var helper = new CommandChild("work", "--cluster", place, "--slots", "1");
        using var killed = new CommandChild("work", "--cluster", place, "--slots", "1");
        var name = (string)(await killed.DocumentAsync())["name"]!;
        var helping = await helper.DocumentAsync();

        using var together = new CommandChild([.. Grid, "--output", folder.File("together.csv"), "--jobs", "1", "--cluster", place]);

        // From then on it has runs until none are left, and those of one seed take seconds.
        await together.SaysAsync($"{name} takes part.");
        killed.Kill();
        using var alone = new CommandChild([.. Grid, "--output", folder.File("alone.csv")]);
        var (exitCode, messages) = await together.EndedAsync();
        Assert.AreEqual(0, exitCode, messages);
        var (exitCodeAlone, messagesAlone) = await alone.EndedAsync();
        Assert.AreEqual(0, exitCodeAlone, messagesAlone);
        TestContext.WriteLine(messages);

        CollectionAssert.AreEqual(Untimed(folder.File("alone.csv")), Untimed(folder.File("together.csv")));
        Assert.Contains($"{name} was lost (", messages);
        Assert.Contains("runs that it had, and others do: ", messages);
        Assert.Contains($"{(string)helping["name"]!} ", Line(messages, "Runs by silo:"));
    }

    private static string Line(string messages, string beginning) =>
        messages.Split('\n').Single(line => line.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>Reads a results file, head and all, without the last column, the time.</summary>
    private static string[] Untimed(string path) =>
        [.. File.ReadAllLines(path).Select(line => line.StartsWith('#') ? line : line[..line.LastIndexOf(',')])];
}
