using System.Net;
using System.Net.Http.Json;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Health is asked for without a token, and tells one word.</summary>
[TestClass]
public sealed class HealthEndpointsTests
{
    [TestMethod]
    [DataRow("/health/live")]
    [DataRow("/health/ready")]
    public async Task Get_WithoutToken_IsOneWord(string path)
    {
        await using var served = await ServedPool.StartAsync();
        using var client = new HttpClient { BaseAddress = served.Server.Address };
        using var response = await client.GetAsync(path);

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual("Healthy", await response.Content.ReadAsStringAsync());
        Assert.AreEqual("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.IsTrue(response.Headers.CacheControl!.NoStore);
        Assert.AreEqual("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.IsFalse(response.Headers.Contains("Set-Cookie"));
    }

    /// <summary>Whoever watches machines calls them by addresses that nobody named.</summary>
    [TestMethod]
    public async Task Get_UnderAnyName_IsAnswered()
    {
        await using var served = await ServedPool.StartAsync();
        using var client = new HttpClient { BaseAddress = served.Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { Host = "pod-7.example" } };
        using var response = await client.SendAsync(request);
        using var other = new HttpRequestMessage(HttpMethod.Get, "/api/state") { Headers = { Host = "pod-7.example" } };
        using var refused = await client.SendAsync(other);

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [TestMethod]
    [DataRow("/health")]
    [DataRow("/health/other")]
    [DataRow("/health/live/state")]
    [DataRow("/api/state?/health/live")]
    public async Task Get_AnythingElseWithoutToken_Is401(string path)
    {
        await using var served = await ServedPool.StartAsync();
        using var client = new HttpClient { BaseAddress = served.Server.Address };
        using var response = await client.GetAsync(path);

        Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [TestMethod]
    public async Task Post_IsRefused()
    {
        await using var served = await ServedPool.StartAsync();
        using var client = new HttpClient { BaseAddress = served.Server.Address };
        using var response = await client.PostAsJsonAsync("/health/live", new { });

        Assert.AreEqual(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [TestMethod]
    public async Task Ready_StoreDoesNotAnswer_Is503UntilItDoes()
    {
        using var folder = new TemporaryFolder();
        var (store, logger) = (new TroubledStore(), new RecordingLogger());
        await using var served = await ServedPool.StartAsync(folder, store, ServedPool.AnyPort with { Logger = logger });
        using var client = new HttpClient { BaseAddress = served.Server.Address };
        store.OnList = new SessionConflictException("payments of Ada");
        for (var i = 0; i < 3; i++)
        {
            using var ready = await client.GetAsync("/health/ready");
            Assert.AreEqual(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.AreEqual("Unhealthy", await ready.Content.ReadAsStringAsync());
        }

        Assert.AreEqual("Healthy", await client.GetStringAsync("/health/live"));
        store.OnList = null;
        Assert.AreEqual("Healthy", await client.GetStringAsync("/health/ready"));
        Assert.AreSequenceEqual(
            [$"The store does not answer: {typeof(SessionConflictException).FullName}", "The store answers again"], logger.Messages);
        Assert.DoesNotContain("Ada", logger.Text);
    }

    [TestMethod]
    public async Task Check_StoreHangs_IsUnhealthyAndHoldsOneThread()
    {
        var store = new TroubledStore();
        var logger = new RecordingLogger();
        var health = new StoreHealth(store, logger, TimeSpan.FromMilliseconds(1));
        using (store.Hold())
        {
            for (var i = 0; i < 20; i++)
            {
                Assert.AreEqual("Unhealthy", (await health.CheckHealthAsync(new())).Status.ToString());
            }

            Assert.IsLessThanOrEqualTo(1, store.ListedCount);
            Assert.AreSequenceEqual(["The store does not answer: System.TimeoutException"], logger.Messages);
        }

        while ((await health.CheckHealthAsync(new())).Status.ToString() != "Healthy")
        {
            // The one that hung ends now.
        }

        Assert.AreEqual("The store answers again", logger.Messages[^1]);
    }

    [TestMethod]
    public async Task Check_StoreAnswers_AsksItEachTime()
    {
        var store = new TroubledStore();
        var health = new StoreHealth(store, new RecordingLogger(), TimeSpan.FromMinutes(1));
        await health.CheckHealthAsync(new());
        await health.CheckHealthAsync(new());

        Assert.AreEqual(2, store.ListedCount);
    }
}
