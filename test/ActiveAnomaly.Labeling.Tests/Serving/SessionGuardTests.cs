using System.Net;
using System.Net.Http.Json;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>What is meant for one session never reaches another, whatever is served at the address meanwhile.</summary>
[TestClass]
public sealed class SessionGuardTests
{
    [TestMethod]
    public async Task Request_ForAnotherSessionOfTheSameNameAndTable_Is412AndChangesNothing()
    {
        await using var first = await ServedPool.StartAsync();
        await using var second = await ServedPool.StartAsync();
        var key = await KeyAsync(first);
        Assert.AreNotEqual(key, await KeyAsync(second));
        foreach (var path in new[] { "session", "state", "events", "rows", "rows/1", "map", "exports/labels.csv" })
        {
            var (status, detail) = await second.RefusedAsync($"/api/{path}?session={key}");
            Assert.AreEqual(HttpStatusCode.PreconditionFailed, status, path);
            Assert.Contains("Another session is served at this address now: payments (payments.csv).", detail);
        }

        using var content = JsonContent.Create(new { annotator = "ada", row = 3, answer = "abnormal" });
        using var response = await second.Client.PostAsync($"/api/answers?session={key}", content);
        Assert.AreEqual(HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.AreEqual(0, second.Session.State.AnsweredCount);
    }

    [TestMethod]
    public async Task Request_ForTheSessionOpenedAgain_IsTaken()
    {
        using var folder = new TemporaryFolder();
        var store = new MemorySessionStore();
        string key;
        await using (var first = await ServedPool.StartAsync(folder, store))
        {
            key = await KeyAsync(first);
            await first.PostAsync($"/api/answers?session={key}", new { annotator = "ada", row = 4, answer = "normal" });
        }

        using var again = LabelingWorkspace.Open(store, ServedPool.SessionId, folder.File("payments.csv"), ServedPool.FastSession);
        Assert.AreEqual(key, again.Session.Key);
        Assert.MatchesRegex("^[0-9a-f]{16}$", key);
    }

    private static async Task<string> KeyAsync(ServedPool served) => (string)(await served.GetAsync("/api/session"))["key"]!;
}
