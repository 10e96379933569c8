using System.Net;
using System.Net.Http.Json;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class RequestGateTests
{
    private static readonly string[] Gets =
    [
        "/", "/index.html", "/probe.js", "/api/session", "/api/state", "/api/events", "/api/rows", "/api/rows/1", "/api/rows/1/similar",
        "/api/review", "/api/disagreements", "/api/map", "/api/exports/labels.csv", "/api/exports/session.db", "/openapi/v1.json",
        "/api/nothing", "/nothing",
    ];

    private static readonly string[] Posts =
    [
        "/api/question", "/api/answers", "/api/withdrawals", "/api/notes", "/api/bulk-answers", "/api/bulk-withdrawals", "/api/map/places",
        "/api/imports/labels", "/api/nothing",
    ];

    [TestMethod]
    public async Task Invoke_WithoutToken_Is401Everywhere()
    {
        await using var served = await ServedPool.StartAsync();
        using var client = new HttpClient { BaseAddress = served.Server.Address };
        foreach (var address in Gets)
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode, address);
        }

        foreach (var address in Posts)
        {
            using var response = await client.PostAsJsonAsync(address, new { annotator = "ada", row = 1, answer = "normal" });
            var (status, detail) = await ServedPool.ProblemOfAsync(response);
            Assert.AreEqual(HttpStatusCode.Unauthorized, status, address);
            Assert.Contains("Open the address that the command printed", detail);
        }
    }

    [TestMethod]
    public async Task Invoke_WrongToken_Is401InEachPlace()
    {
        await using var served = await ServedPool.StartAsync();
        var wrong = served.Server.Token[..^1] + (served.Server.Token[^1] == 'A' ? 'B' : 'A');
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = served.Server.Address };
        using var opened = await client.GetAsync($"/?token={wrong}");
        Assert.AreEqual(HttpStatusCode.Unauthorized, opened.StatusCode);
        Assert.IsFalse(opened.Headers.Contains("Set-Cookie"));
        foreach (var (name, value) in new[]
        {
            ("Authorization", $"Bearer {wrong}"), ("Authorization", $"Basic {served.Server.Token}"), ("Authorization", served.Server.Token),
            ("Cookie", $"active-anomaly-{served.Server.Address.Port}={wrong}"), ("Cookie", $"active-anomaly={served.Server.Token}"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/state");
            Assert.IsTrue(request.Headers.TryAddWithoutValidation(name, value));
            using var response = await client.SendAsync(request);
            Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode, value);
        }

        // The token opens the page alone: in other addresses it would end up in logs.
        using var elsewhere = await client.GetAsync($"/api/state?token={served.Server.Token}");
        Assert.AreEqual(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
    }

    [TestMethod]
    public async Task Invoke_StrangerOpensThePage_GetsAPageThatSaysWhatToDo()
    {
        await using var served = await ServedPool.StartAsync();
        using var client = new HttpClient { BaseAddress = served.Server.Address };
        using var response = await client.GetAsync("/");
        Assert.AreEqual("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Open the address that the command printed", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Invoke_TokenInTheAddress_BecomesACookieAndARedirect()
    {
        await using var served = await ServedPool.StartAsync();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(served.Server.OpenAddress);
        Assert.AreEqual(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.AreEqual("./", response.Headers.Location?.OriginalString);
        var cookie = response.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant();
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.Contains("path=/", cookie);
        Assert.DoesNotContain("expires", cookie);
        Assert.DoesNotContain("secure", cookie);

        // The handler keeps the cookie, as a browser does.
        using var page = await client.GetAsync(served.Server.Address);
        Assert.AreEqual(HttpStatusCode.OK, page.StatusCode);
    }

    [TestMethod]
    public async Task Invoke_TokenThroughAnEncryptingProxy_BecomesACookieForEncryptedRequests()
    {
        await using var served = await ServedPool.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, served.Server.OpenAddress);
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var response = await client.SendAsync(request);
        Assert.Contains("; secure", response.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant());
    }

    [TestMethod]
    public async Task Invoke_ServersSideBySide_HaveACookieEach()
    {
        await using var first = await ServedPool.StartAsync();
        await using var second = await ServedPool.StartAsync();
        using var client = new HttpClient();
        (await client.GetAsync(first.Server.OpenAddress)).Dispose();
        (await client.GetAsync(second.Server.OpenAddress)).Dispose();
        foreach (var served in new[] { first, second })
        {
            using var response = await client.GetAsync(new Uri(served.Server.Address, "api/state"));
            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [TestMethod]
    public async Task Invoke_CookieWithoutTheHeader_IsForbiddenToChange()
    {
        await using var served = await ServedPool.StartAsync();
        using var client = await WithCookieAsync(served);
        foreach (var address in Posts)
        {
            foreach (var value in new string?[] { null, "0", "true" })
            {
                using var response = await PostAsync(client, address, value, origin: null);
                var (status, detail) = await ServedPool.ProblemOfAsync(response);
                Assert.AreEqual(HttpStatusCode.Forbidden, status, address);
                Assert.Contains("X-Active-Anomaly: 1", detail);
            }
        }

        Assert.HasCount(0, served.Session.Records);
    }

    [TestMethod]
    public async Task Invoke_CookieWithTheHeader_Changes()
    {
        await using var served = await ServedPool.StartAsync();
        using var client = await WithCookieAsync(served);
        var own = served.Server.Address.GetLeftPart(UriPartial.Authority);
        foreach (var origin in new[] { null, own })
        {
            using var response = await PostAsync(client, "/api/question", "1", origin);
            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    [TestMethod]
    [DataRow("http://evil.example")]
    [DataRow("null")]
    [DataRow("http://127.0.0.1:1")]
    [DataRow("https://127.0.0.1:{port}")]
    [DataRow("http://127.0.0.1.evil.example:{port}")]
    [DataRow("http://localhost:{port}")]
    [DataRow("file://")]
    public async Task Invoke_ForeignOrigin_IsForbiddenToChange(string origin)
    {
        await using var served = await ServedPool.StartAsync();
        var given = origin.Replace("{port}", $"{served.Server.Address.Port}", StringComparison.Ordinal);
        using var client = await WithCookieAsync(served);
        using var byCookie = await PostAsync(client, "/api/question", "1", given);
        var (status, detail) = await ServedPool.ProblemOfAsync(byCookie);
        Assert.AreEqual(HttpStatusCode.Forbidden, status);
        Assert.Contains($"'{given}'", detail);

        using var byToken = await PostAsync(served.Client, "/api/question", "1", given);
        Assert.AreEqual(HttpStatusCode.Forbidden, byToken.StatusCode);
    }

    [TestMethod]
    [DataRow("evil.example", HttpStatusCode.Forbidden)]
    [DataRow("127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [DataRow("127.0.0.2", HttpStatusCode.Forbidden)]
    [DataRow("localhost.", HttpStatusCode.Forbidden)]
    [DataRow("localhost", HttpStatusCode.OK)]
    [DataRow("LOCALHOST:99", HttpStatusCode.OK)]
    public async Task Invoke_HostHeader_MustBeTheServers(string host, HttpStatusCode expected)
    {
        await using var served = await ServedPool.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/state");
        request.Headers.Host = host;
        using var response = await served.Client.SendAsync(request);
        Assert.AreEqual(expected, response.StatusCode);
        if (expected == HttpStatusCode.Forbidden)
        {
            Assert.Contains($"'{host}', but 127.0.0.1, localhost", (await ServedPool.ProblemOfAsync(response)).Detail);
        }
    }

    [TestMethod]
    public async Task Invoke_NameThatWasAllowed_IsTheServers()
    {
        var options = ServedPool.AnyPort with { AllowedHosts = ["labels.example"] };
        await using var served = await ServedPool.StartAsync(options);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/question");
        request.Headers.Host = "labels.example";
        request.Headers.Add("Origin", "https://labels.example");
        request.Content = JsonContent.Create(new { annotator = "ada" });
        using var response = await served.Client.SendAsync(request);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Invoke_AnyResponse_HasTheSecurityHeaders()
    {
        await using var served = await ServedPool.StartAsync();
        using var stranger = new HttpClient { BaseAddress = served.Server.Address };
        foreach (var (client, address) in new[]
        {
            (served.Client, "/"), (served.Client, "/api/state"), (served.Client, "/api/nothing"), (served.Client, "/api/rows/99999"),
            (stranger, "/"), (stranger, "/api/state"),
        })
        {
            using var response = await client.GetAsync(address);
            string Header(string name) => string.Join("; ", response.Headers.GetValues(name));
            var policy = Header("Content-Security-Policy");
            Assert.Contains("default-src 'self'", policy);
            Assert.Contains("script-src 'self';", policy);
            Assert.Contains("style-src 'self';", policy);
            Assert.DoesNotContain("unsafe", policy);
            Assert.AreEqual("nosniff", Header("X-Content-Type-Options"));
            Assert.AreEqual("no-referrer", Header("Referrer-Policy"));
            Assert.AreEqual("DENY", Header("X-Frame-Options"));
            Assert.IsFalse(response.Headers.Contains("Server"));
            Assert.IsFalse(response.Headers.Contains("Access-Control-Allow-Origin"));
            if (address.StartsWith("/api", StringComparison.Ordinal))
            {
                Assert.AreEqual("no-store", Header("Cache-Control"));
            }
        }
    }

    [TestMethod]
    public async Task Invoke_EveryGet_ChangesNothing()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/question", new { annotator = "ada" });
        var length = served.Log.Count;
        foreach (var address in Gets.Append("/?token=" + served.Server.Token).Append("/api/exports/report.html"))
        {
            using var response = await served.Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            Assert.IsLessThan(500, (int)response.StatusCode, address);
        }

        Assert.HasCount(length, served.Log);
    }

    private static async Task<HttpClient> WithCookieAsync(ServedPool served)
    {
        var client = new HttpClient { BaseAddress = served.Server.Address };
        (await client.GetAsync(served.Server.OpenAddress)).Dispose();
        return client;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string address, string? header, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(new { annotator = "ada" }) };
        if (header is not null)
        {
            request.Headers.Add("X-Active-Anomaly", header);
        }

        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        return await client.SendAsync(request);
    }
}
