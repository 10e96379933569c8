using System.Net;
using System.Net.Http.Json;
using System.Text;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// A whole session whose values, names, notes and searches can be recognized, with failures of every kind: none of them comes up in the
/// log, in a measurement or in an activity. It listens to the whole process, and runs beside no other.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class TellsNothingTests
{
    private const string Word = "zanzibar";
    private const string Number = "31337";

    [TestMethod]
    public async Task LogAndMeasurements_OfASession_HoldNothingOfItsData()
    {
        using var telemetry = new RecordedTelemetry();
        using var folder = new TemporaryFolder();
        var (store, logger) = (new TroubledStore(), new RecordingLogger());
        var path = folder.File($"{Word}.csv");
        await File.WriteAllTextAsync(
            path,
            "amount,place,key\n" + string.Concat(
                Enumerable.Range(0, 30).Select(row => $"{Number}{row},{Word}{row % 3},{Word}-{row}\n")));
        var pool = LabelingPool.Read(path, new LabelingPoolOptions { IdColumn = "key", Table = new TableOptions { HasLabel = false } });
        using (var session = LabelingSession.Create(
            store, $"{Word}-session", pool.Features, ServedPool.FastSession, properties: pool.ToProperties()))
        {
            await session.WaitForModelAsync();
            await using var server = await LabelingServer.StartAsync(session, pool, ServedPool.AnyPort with { Logger = logger });
            using var client = new HttpClient { BaseAddress = server.Address };
            client.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
            await UseAsync(client);
            await FailAsync(client, store);
        }

        var messages = string.Join('\n', logger.Messages);
        Assert.Contains("GET /api/exports/{name} failed: System.NotSupportedException", messages);
        Assert.Contains("POST /api/answers was refused by the store", messages);
        Assert.Contains("The store does not answer", messages);
        Assert.IsGreaterThan(0, telemetry.Of("answers").Sum());
        Assert.IsTrue(telemetry.Activities.Any(activity => activity.TagObjects.Any()));
        Assert.Contains("http.server.request.duration", telemetry.Text);
        foreach (var text in (string[])[logger.Text, telemetry.Text])
        {
            Assert.DoesNotContain(Word, text);
            Assert.DoesNotContain(Number, text);
        }
    }

    private static async Task UseAsync(HttpClient client)
    {
        var seen = new StringBuilder();
        foreach (var address in (string[])[
            "/api/session", "/api/state", "/api/rows", $"/api/rows?search={Word}", "/api/rows/1", "/api/rows/1/similar", "/api/review",
            "/api/exports/labels.csv", "/api/exports/scores.csv", "/health/ready"])
        {
            seen.Append(await client.GetStringAsync(address));
        }

        // Otherwise nothing of it could have come up.
        Assert.Contains(Word, seen.ToString());
        Assert.Contains(Number, seen.ToString());
        foreach (var (address, body) in new (string, object)[]
        {
            ("/api/question", new { annotator = Word, another = false }),
            ("/api/answers", new { annotator = Word, row = 1, answer = "normal" }),
            ("/api/answers", new { annotator = Word, row = 2, answer = "abnormal" }),
            ("/api/notes", new { annotator = Word, row = 2, text = $"{Word} {Number}", tags = new[] { Word } }),
        })
        {
            using var response = await client.PostAsJsonAsync(address, body);
            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    private static async Task FailAsync(HttpClient client, TroubledStore store)
    {
        foreach (var address in (string[])[$"/api/rows/{Number}", $"/{Word}", $"/api/{Word}", $"/api/rows?{Word}={Number}"])
        {
            using var response = await client.GetAsync(address);
            Assert.IsFalse(response.IsSuccessStatusCode, address);
        }

        using var unreadable = new StringContent($"{{\"{Word}\": {Number}", Encoding.UTF8, "application/json");
        using var bad = await client.PostAsync("/api/answers", unreadable);
        Assert.AreEqual(HttpStatusCode.BadRequest, bad.StatusCode);
        store.OnAppend = new SessionStoreException($"{Word} {Number}");
        using var refused = await client.PostAsJsonAsync("/api/answers", new { annotator = Word, row = 3, answer = "normal" });
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        store.OnAppend = null;
        store.OnRead = new NotSupportedException($"{Word} {Number}");
        using var failed = await client.GetAsync("/api/exports/session.db");
        Assert.AreEqual(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Contains(Word, await failed.Content.ReadAsStringAsync());
        store.OnRead = null;
        store.OnList = new NotSupportedException($"{Word} {Number}");
        using var unhealthy = await client.GetAsync("/health/ready");
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, unhealthy.StatusCode);
        Assert.DoesNotContain(Word, await unhealthy.Content.ReadAsStringAsync());
        store.OnList = null;
    }
}
