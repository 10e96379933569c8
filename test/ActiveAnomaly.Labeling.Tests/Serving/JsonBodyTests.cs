using System.Net;
using System.Text;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class JsonBodyTests
{
    [TestMethod]
    [DataRow("", "The body is no JSON, at line 1, byte 1.")]
    [DataRow("{\"annotator\":\"ada\",\n\"row\":}", "The body is no JSON, at line 2, byte 7.")]
    [DataRow("{\"annotator\":\"ada\"", "The body is no JSON")]
    [DataRow("{\"annotator\":\"ada\",\"row\":1,\"answer\":\"normal\"} x", "The body is no JSON")]
    [DataRow("[1]", "no object; it must be an object with annotator (a text), row (a whole number), answer (a text)")]
    [DataRow("null", "no object")]
    [DataRow("{\"annotator\":\"ada\",\"row\":1}", "The field 'answer' is missing; it must be a text.")]
    [DataRow("{\"annotator\":\"ada\",\"row\":1,\"answer\":\"normal\",\"rwo\":2}", "not known here; the fields are annotator (a text), row")]
    [DataRow("{\"annotator\":\"ada\",\"Row\":1,\"answer\":\"normal\"}", "a field that is not known here")]
    [DataRow("{\"annotator\":\"ada\",\"row\":1,\"row\":2,\"answer\":\"normal\"}", "The field 'row' is given twice.")]
    [DataRow("{\"annotator\":\"ada\",\"row\":\"1\",\"answer\":\"normal\"}", "The field 'row' is \"1\"; it must be a whole number.")]
    [DataRow("{\"annotator\":\"ada\",\"row\":1.5,\"answer\":\"normal\"}", "The field 'row' is 1.5; it must be a whole number.")]
    [DataRow("{\"annotator\":\"ada\",\"row\":1e99,\"answer\":\"normal\"}", "The field 'row' is 1e99; it must be a whole number.")]
    [DataRow("{\"annotator\":\"ada\",\"row\":null,\"answer\":\"normal\"}", "The field 'row' is null; it must be a whole number.")]
    [DataRow("{\"annotator\":[\"ada\"],\"row\":1,\"answer\":\"normal\"}", "The field 'annotator' is [\"ada\"]; it must be a text.")]
    [DataRow("{\"annotator\":\"\\ud800\",\"row\":1,\"answer\":\"normal\"}", "The field 'annotator' is \"\\ud800\"; it must be a text.")]
    [DataRow("{\"annotator\":\"\",\"row\":1,\"answer\":\"normal\"}", "The annotator's name is empty")]
    [DataRow("{\"annotator\":\"a\\nb\",\"row\":1,\"answer\":\"normal\"}", "holds a control character")]
    [DataRow("{\"annotator\":\"ada\",\"row\":1,\"answer\":\"Normal\"}", "The answer is 'Normal'; normal, abnormal, skip are allowed.")]
    public async Task Bind_BodyThatWillNotDo_Is400WithASentence(string body, string expected)
    {
        await using var served = await ServedPool.StartAsync();
        var (status, detail) = await served.RefusedAsync("/api/answers", body);
        Assert.AreEqual(HttpStatusCode.BadRequest, status, detail);
        Assert.Contains(expected, detail);
        Assert.DoesNotContain("System.", detail);
        Assert.IsEmpty(served.Session.Records);
    }

    [TestMethod]
    [DataRow("/api/question", "{\"annotator\":\"ada\",\"another\":1}", "The field 'another' is 1; it must be true or false.")]
    [DataRow("/api/question", "{\"annotator\":\"ada\",\"another\":null}", "The field 'another' is null")]
    [DataRow("/api/notes", "{\"annotator\":\"ada\",\"row\":1,\"text\":\"x\",\"tags\":\"a\"}", "it must be a list of texts")]
    [DataRow("/api/notes", "{\"annotator\":\"ada\",\"row\":1,\"text\":\"x\",\"tags\":[1]}", "it must be a list of texts")]
    [DataRow("/api/bulk-answers", "{\"annotator\":\"ada\",\"rows\":[1,\"2\"],\"answer\":\"normal\"}", "it must be a list of whole numbers")]
    [DataRow("/api/withdrawals", "{\"annotator\":\"ada\",\"row\":true}", "it must be a whole number or null")]
    [DataRow("/api/withdrawals", "{\"annotator\":\"ada\",\"answerSequence\":\"7\"}", "it must be a whole number or null")]
    [DataRow("/api/withdrawals", "{\"annotator\":\"ada\",\"answerSequence\":7.5}", "it must be a whole number or null")]
    public async Task Bind_FieldOfAnotherKind_Is400WithASentence(string address, string body, string expected)
    {
        await using var served = await ServedPool.StartAsync();
        var (status, detail) = await served.RefusedAsync(address, body);
        Assert.AreEqual(HttpStatusCode.BadRequest, status, detail);
        Assert.Contains(expected, detail);
    }

    [TestMethod]
    public async Task Bind_FieldOfManyCharacters_ShowsTheFirst()
    {
        await using var served = await ServedPool.StartAsync();
        var (_, detail) = await served.RefusedAsync(
            "/api/answers", $$"""{"annotator":"ada","row":"{{new string('7', 5000)}}","answer":"normal"}""");
        Assert.Contains($"The field 'row' is \"{new string('7', 39)}... (5,002 characters)", detail);
        Assert.IsLessThan(300, detail.Length);
    }

    [TestMethod]
    public async Task Bind_BytesThatAreNoUtf8_Is400()
    {
        await using var served = await ServedPool.StartAsync();
        byte[][] bodies =
        [
            [.. "{\"annotator\":\""u8, 0xff, 0xfe, .. "\",\"row\":1,\"answer\":\"normal\"}"u8],
            [.. "{\""u8, 0xff, 0xfe, .. "\":\"ada\",\"row\":1,\"answer\":\"normal\"}"u8],
        ];
        foreach (var body in bodies)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            using var response = await served.Client.PostAsync("/api/answers", content);
            Assert.AreEqual(HttpStatusCode.BadRequest, (await ServedPool.ProblemOfAsync(response)).Status);
        }
    }

    [TestMethod]
    [DataRow("text/plain")]
    [DataRow("application/x-www-form-urlencoded")]
    [DataRow("application/jsonx")]
    public async Task Bind_OtherContentType_Is415(string type)
    {
        await using var served = await ServedPool.StartAsync();
        var (status, detail) = await served.RefusedAsync("/api/answers", "{\"annotator\":\"ada\",\"row\":1,\"answer\":\"normal\"}", type);
        Assert.AreEqual(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Contains($"'{type}", detail);
        Assert.Contains("application/json", detail);
    }

    [TestMethod]
    [DataRow("/api/answers", "application/json", 10_000_000)]
    [DataRow("/api/notes", "application/json", 1_100_000)]
    [DataRow("/api/imports/labels?annotator=ada", "text/csv", 68_000_000)]
    public async Task Bind_BodyTooLarge_Is413(string address, string type, int size)
    {
        await using var served = await ServedPool.StartAsync();
        foreach (var asksFirst in new[] { true, false })
        {
            using var content = new StringContent(new string(' ', size), Encoding.UTF8, type);
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
            request.Headers.ExpectContinue = asksFirst;
            using var response = await served.Client.SendAsync(request);
            var (status, detail) = await ServedPool.ProblemOfAsync(response);
            Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, status);
            Assert.Contains(type == "text/csv" ? "67,108,864 bytes" : "1,048,576 bytes", detail);
        }

        await served.GetAsync("/api/state");
    }

    [TestMethod]
    public async Task Bind_LimitsOfTheOptions_Hold()
    {
        await using var served = await ServedPool.StartAsync(ServedPool.AnyPort with { BodyLimit = 1024, ImportLimit = 2048 });
        Assert.AreEqual(
            HttpStatusCode.RequestEntityTooLarge, (await served.RefusedAsync("/api/answers", new string(' ', 1025))).Status);
        Assert.AreEqual(HttpStatusCode.BadRequest, (await served.RefusedAsync("/api/answers", new string(' ', 1024))).Status);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/answers") { Content = new StringContent(new string(' ', 1025)) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = true;
        using var response = await served.Client.SendAsync(request);
        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, (await ServedPool.ProblemOfAsync(response)).Status);
        Assert.AreEqual(
            HttpStatusCode.RequestEntityTooLarge,
            (await served.RefusedAsync("/api/imports/labels?annotator=ada", new string(' ', 2049), "text/csv")).Status);
        Assert.AreEqual(
            HttpStatusCode.BadRequest,
            (await served.RefusedAsync("/api/imports/labels?annotator=ada", new string(' ', 2048), "text/csv")).Status);
    }
}
