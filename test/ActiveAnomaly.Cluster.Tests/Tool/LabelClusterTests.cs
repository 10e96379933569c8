using System.Diagnostics;
using System.Net.Http.Json;
using ActiveAnomaly.Cluster.Work;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Cluster.Tool;

/// <summary>The command, from a table to a session that goes on on another silo.</summary>
[TestClass]
public sealed class LabelClusterTests
{
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromMinutes(3);

    public TestContext TestContext { get; set; } = null!;

    /// <summary>Two silos: the one that is left decides alone that the other one is gone. Rows come from the database.</summary>
    [TestMethod]
    public async Task Label_OfTwoSilosOneKilled_GoesOnOnTheOther()
    {
        using var folder = new TemporaryFolder();
        GivenSessions.WritePool(folder.File("payments.csv"));
        var place = PostgresServer.Shared.CreateSchema();
        using var first = new ToolChild(folder.File("payments.csv"), "--cluster", place, "--detector", "extra_trees");
        var document = await first.StartedAsync();
        Assert.AreEqual("payments", (string)document["session"]!);
        Assert.IsTrue((bool)document["isNew"]!);
        await first.AnswerAsync("payments", 7, "abnormal");
        File.Delete(folder.File("payments.csv"));
        using var second = new ToolChild("--cluster", place);
        await second.StartedAsync();
        Assert.AreEqual(1, await second.AnsweredAsync("payments"));

        // The session lives with the first: it was opened before there was a second.
        first.Kill();
        await WaitUntilTakenOverAsync(second);
        await second.AnswerAsync("payments", 8, "normal");
        Assert.AreEqual(2, await second.AnsweredAsync("payments"));
        var (exitCode, messages) = await second.StopAsync();
        Assert.AreEqual(0, exitCode, messages);
        Assert.Contains("Stopped.", messages);
    }

    [TestMethod]
    public async Task Label_OfASessionThatIsThere_ServesItAndRefusesWhatItHasNot()
    {
        using var folder = new TemporaryFolder();
        GivenSessions.WritePool(folder.File("payments.csv"));
        var place = PostgresServer.Shared.CreateSchema();
        GivenSessions.Begin(place, "payments", folder.File("payments.csv"));

        using (var refused = new ToolChild(folder.File("payments.csv"), "--cluster", place, "--seed", "3"))
        {
            var (exitCode, messages) = await refused.EndedAsync();
            Assert.AreEqual(2, exitCode, messages);
            Assert.Contains("goes on as it began, and the command line says otherwise", messages);
            Assert.Contains("--seed is 3: the session has the seed ", messages);
        }

        using var served = new ToolChild(folder.File("payments.csv"), "--cluster", place);
        Assert.IsFalse((bool)(await served.StartedAsync())["isNew"]!);
        File.Delete(folder.File("payments.csv"));
        Assert.AreEqual(0, await served.AnsweredAsync("payments"));
    }

    /// <summary>A silo is started again as it was the first time, such as by whoever runs its container.</summary>
    [TestMethod]
    public async Task Label_WithOptionsOfASession_StartsAgainWithTheSameCommand()
    {
        using var folder = new TemporaryFolder();
        GivenSessions.WritePool(folder.File("payments.csv"));
        string[] command =
        [
            folder.File("payments.csv"), "--cluster", PostgresServer.Shared.CreateSchema(), "--policy", "majority:2", "--budget", "7",
            "--audit", "0.1", "--detector", "extra_trees", "--seed", "5",
        ];
        foreach (var isNew in (bool[])[true, false])
        {
            using var silo = new ToolChild(command);
            Assert.AreEqual(isNew, (bool)(await silo.StartedAsync())["isNew"]!);
            var (exitCode, messages) = await silo.StopAsync();
            Assert.AreEqual(0, exitCode, messages);
        }

        using var other = new ToolChild([.. command[..^6], "--audit", "0.2"]);
        var (refused, why) = await other.EndedAsync();
        Assert.AreEqual(2, refused, why);
        Assert.Contains("--audit is 0.2: the session has 0.1", why);
    }

    [TestMethod]
    public async Task Label_WithAnEnsemble_HasOtherSilosTrainMembers()
    {
        using var folder = new TemporaryFolder();
        GivenSessions.WritePool(folder.File("payments.csv"));
        var place = PostgresServer.Shared.CreateSchema();
        var helping = new CountedWork(new MemberWork(await MemberWorkNameAsync(place)));
        await using var helper = await new SiloHost().JoinAsync(new WorkerOptions
        {
            ConnectionString = place, Works = [helping], SlotCount = 2,
        });

        using var silo = new ToolChild(folder.File("payments.csv"), "--cluster", place, "--detector", "nce", "--ensemble", "12");
        await silo.StartedAsync();

        // On a machine that is quick a training is over before the silo has heard of the helper.
        var clock = Stopwatch.StartNew();
        for (var row = 0; helping.Count == 0; row++)
        {
            Assert.IsLessThan(LongestRecovery, clock.Elapsed, "No member was sent.");
            await silo.AnswerAsync("payments", row, row == 7 ? "abnormal" : "normal");
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    [TestMethod]
    public async Task Label_TableOutsideThePoolFolder_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        GivenSessions.WritePool(other.File("payments.csv"));

        using var refused = new ToolChild(
            other.File("payments.csv"), "--cluster", PostgresServer.Shared.CreateSchema(), "--pool-folder", folder.Path);
        var (exitCode, messages) = await refused.EndedAsync();

        Assert.AreEqual(2, exitCode, messages);
        Assert.Contains("is not below the folder", messages);
    }

    /// <summary>
    /// A silo that was frozen, and taken for dead, still has the session in memory when it is let go: what it says then, it takes back or
    /// does not acknowledge, and it ends.
    /// </summary>
    [TestMethod]
    public async Task Label_OfTwoSilosOneFrozenAndLetGo_KeepsWhatIsAcknowledgedOnceAndEndsIt()
    {
        using var folder = new TemporaryFolder();
        GivenSessions.WritePool(folder.File("payments.csv"));
        var place = PostgresServer.Shared.CreateSchema();
        using var first = new ToolChild(folder.File("payments.csv"), "--cluster", place);
        await first.StartedAsync();
        await first.AnswerAsync("payments", 7, "abnormal");
        using var second = new ToolChild("--cluster", place);
        await second.StartedAsync();
        Assert.AreEqual(1, await second.AnsweredAsync("payments"));
        first.Freeze();
        await WaitUntilTakenOverAsync(second);
        await second.AnswerAsync("payments", 8, "normal");

        first.Thaw();
        var isAcknowledged = await TryAnswerAsync(first);
        var (exitCode, _) = await first.EndedAsync().WaitAsync(LongestRecovery);

        Assert.AreNotEqual(0, exitCode);
        await second.AnswerAsync("payments", 10, "normal");
        using var store = new PostgresSessionStore(place);
        int[] rows =
        [
            .. store.Read("payments").Select(each => each switch
            {
                RowLabeled label => label.Row,
                RowAnswered answer => answer.Row,
                _ => -1,
            }).Where(row => row >= 0),
        ];
        int[] with = [7, 8, 9, 10];
        int[] without = [7, 8, 10];

        // What was not acknowledged may be kept all the same.
        Assert.IsTrue(rows.SequenceEqual(with) || (!isAcknowledged && rows.SequenceEqual(without)), string.Join(", ", rows));
        Assert.AreEqual(rows.Length, await second.AnsweredAsync("payments"));
    }

    /// <summary>Gets the name by which silos of this version, on this machine, train members.</summary>
    private static async Task<string> MemberWorkNameAsync(string place)
    {
        using var work = new CommandChild("work", "--cluster", place);
        var names = (await work.DocumentAsync())["works"]!.AsArray().Select(name => (string)name!).ToArray();
        await work.StopAsync();
        return names.Single(name => name.StartsWith("member ", StringComparison.Ordinal));
    }

    private static async Task<bool> TryAnswerAsync(ToolChild silo)
    {
        try
        {
            using var response = await silo.Client.PostAsJsonAsync(
                "sessions/payments/api/answers", new { annotator = "ada", row = 9, answer = "normal" });
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task WaitUntilTakenOverAsync(ToolChild silo)
    {
        var clock = Stopwatch.StartNew();
        while (await silo.TryAnsweredAsync("payments") != 1)
        {
            Assert.IsLessThan(LongestRecovery, clock.Elapsed);
            await Task.Delay(100);
        }

        TestContext.WriteLine($"The session went on after {clock.Elapsed.TotalSeconds:F1} s.");
    }
}
