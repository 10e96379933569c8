using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class SessionEndpointsTests
{
    [TestMethod]
    public async Task GetSession_OfAFile_SaysWhatDoesNotChange()
    {
        await using var served = await ServedPool.StartAsync();
        var session = await served.GetAsync("/api/session");
        Assert.AreEqual("payments", (string)session["id"]!);
        Assert.AreEqual("payments.csv", (string)session["name"]!);
        Assert.AreEqual(40, (int)session["rowCount"]!);
        Assert.AreEqual(served.Pool.Features.FeatureCount, (int)session["featureCount"]!);
        Assert.AreEqual("line", (string)session["rowWord"]!);
        Assert.AreEqual("id", (string)session["idColumn"]!);
        Assert.AreEqual("first feature", (string)session["detector"]!);
        Assert.AreEqual("high confidence", (string)session["strategy"]!);
        Assert.AreEqual("latest answer", (string)session["policy"]!);
        Assert.IsTrue((bool)session["allowsSeveralAnnotators"]!);
        Assert.AreEqual(2, (int)session["budget"]!);
        Assert.AreSequenceEqual(
            ["labels.csv", "scores.csv", "scores.parquet", "model.zip", "model.onnx", "report.html", "session.db"],
            session["exports"]!.AsArray().Select(name => (string)name!));

        // The package's version as the file says it, without the commit.
        var version = (string)session["serverVersion"]!;
        Assert.StartsWith(version, FileVersionInfo.GetVersionInfo(typeof(LabelingServer).Assembly.Location).ProductVersion);
        Assert.MatchesRegex(new Regex(@"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$"), version);
        Assert.AreSequenceEqual(
            ["amount number feature", "currency category feature", "remark text", "id text id"],
            session["columns"]!.AsArray().Select(Said));
        var amounts = session["columns"]![0]!["distribution"]!;
        Assert.AreEqual((0.5, 39.5), ((double)amounts["minimum"]!, (double)amounts["maximum"]!));
        Assert.HasCount(64, amounts["counts"]!.AsArray());
        Assert.AreEqual(40, amounts["counts"]!.AsArray().Sum(count => (int)count!));
        var currencies = session["columns"]![1]!["distribution"]!["categories"]!.AsArray();
        Assert.AreSequenceEqual(["EUR 20", "USD 20"], currencies.Select(category => $"{category!["text"]} {category["count"]}"));
    }

    [TestMethod]
    public async Task GetState_AfterAnswers_CountsThem()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/question", new { annotator = "ada" });
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 39, answer = "abnormal" });
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 0, answer = "normal" });
        await served.PostAsync("/api/answers", new { annotator = "bob", row = 0, answer = "abnormal" });
        await served.PostAsync("/api/answers", new { annotator = "bob", row = 1, answer = "normal" });
        await served.Session.WaitForModelAsync();
        var state = await served.GetAsync("/api/state?annotator=bob");
        Assert.AreEqual(served.Log[^1].Sequence, (long)state["sequence"]!);
        var counts = state["counts"]!;
        Assert.AreSequenceEqual(
            [3, 1, 2, 2, 1],
            new[] { "answered", "normal", "abnormal", "labeledOutside", "disagreements" }.Select(name => (int)counts[name]!));
        Assert.AreEqual("""[[1,1]]""", state["found"]!.ToJsonString());
        Assert.AreSequenceEqual(["ada 2", "bob 2"], state["annotators"]!.AsArray().Select(each => $"{each!["name"]} {each["answers"]}"));
        Assert.AreEqual(("bob", 1), ((string)state["you"]!["name"]!, (int)state["you"]!["lastRow"]!));
        Assert.IsNull(state["truth"]);
        Assert.IsNull(state["audit"]);
        Assert.IsGreaterThan(0, (int)state["model"]!["stage"]!);
        Assert.AreEqual(3, (int)state["model"]!["answerCount"]!);
        Assert.AreEqual(0, (int)state["model"]!["unseenAnswerCount"]!);
    }

    [TestMethod]
    public async Task GetState_Histogram_HasEveryRowAndTheAnsweredOnes()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 39, answer = "abnormal" });
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 0, answer = "normal" });
        var histogram = (await served.GetAsync("/api/state"))["histogram"]!;
        Assert.AreEqual((0.5, 39.5), ((double)histogram["minimum"]!, (double)histogram["maximum"]!));

        // 40 rows evenly over 40 parts of 39: each has one.
        Assert.AreSequenceEqual(Enumerable.Repeat(1, 40), Numbers(histogram["counts"]));
        Assert.AreSequenceEqual([1, .. Enumerable.Repeat(0, 39)], Numbers(histogram["normal"]));
        Assert.AreSequenceEqual([.. Enumerable.Repeat(0, 39), 1], Numbers(histogram["abnormal"]));
    }

    [TestMethod]
    public async Task GetState_BeforeTheFirstModel_IsThere()
    {
        using var holds = new ManualResetEventSlim();
        await using var served = await ServedPool.StartAsync(
            session: ServedPool.FastSession with { Detector = new HeldDetector(holds) }, waitsForModel: false);
        while (served.Session.State is { Training: null } before)
        {
            await served.Session.WaitForChangeAsync(before.Version);
        }

        var state = await served.GetAsync("/api/state");
        Assert.IsNull(state["model"]);
        Assert.IsNull(state["histogram"]);
        Assert.IsNotNull(state["training"]);
        Assert.AreEqual(0, (int)state["training"]!["stage"]!);
        var (status, detail) = await served.RefusedAsync("/api/exports/scores.csv");
        Assert.AreEqual(HttpStatusCode.Conflict, status);
        Assert.Contains("There is no model yet", detail);
        Assert.IsEmpty((await served.GetAsync("/api/review"))["groups"]!.AsArray());
        var row = await served.GetAsync("/api/rows/1");
        Assert.IsNull(row["score"]);
        Assert.IsNull(row["rank"]);
        Assert.IsNull(row["isFlagged"]);
        await served.TextAsync("/api/exports/labels.csv");
        Assert.Contains("There is no model yet.", await served.TextAsync("/api/exports/report.html"));
        holds.Set();
    }

    [TestMethod]
    [DataRow("/api/state?annotator=", "The annotator's name is empty")]
    [DataRow("/api/state?annotator=a%00b", "control character")]
    [DataRow("/api/state?name=ada", "asks for 'name'; annotator are known there.")]
    [DataRow("/api/session?annotator=ada", "nothing is asked there")]
    public async Task GetState_WhatIsNotAllowed_Is400(string address, string expected)
    {
        await using var served = await ServedPool.StartAsync();
        var (status, detail) = await served.RefusedAsync(address);
        Assert.AreEqual(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, detail);
    }

    [TestMethod]
    public async Task GetState_NameTooLong_Is400()
    {
        await using var served = await ServedPool.StartAsync();
        Assert.Contains("101 characters; at most 100", (await served.RefusedAsync($"/api/state?annotator={new string('x', 101)}")).Detail);
        await served.GetAsync($"/api/state?annotator={new string('x', 100)}");
    }

    [TestMethod]
    public async Task Get_WhatIsNotThere_Is404AndWrongMethod405()
    {
        await using var served = await ServedPool.StartAsync();
        var (status, detail) = await served.RefusedAsync("/api/nothing");
        Assert.AreEqual(HttpStatusCode.NotFound, status);
        Assert.Contains("'/api/nothing'", detail);
        (status, detail) = await served.RefusedAsync("/api/answers");
        Assert.AreEqual(HttpStatusCode.MethodNotAllowed, status);
        Assert.Contains("does not take GET, but POST", detail);
    }

    private static string Said(JsonNode? column)
    {
        var flags = new[] { "Feature", "Id", "Label" }.Where(flag => (bool)column!["is" + flag]!).Select(flag => flag.ToLowerInvariant());
        return string.Join(' ', [(string)column!["name"]!, (string)column["kind"]!, .. flags]);
    }

    private static IEnumerable<int> Numbers(JsonNode? list) => list!.AsArray().Select(number => (int)number!);
}
