using System.Net;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class RowEndpointsTests
{
    [TestMethod]
    public async Task GetRow_HtmlInACell_ComesBackAsText()
    {
        await using var served = await ServedPool.StartAsync();
        using var response = await served.Client.GetAsync("/api/rows/3?annotator=ada");
        var text = await response.Content.ReadAsStringAsync();
        Assert.AreEqual("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("<", text);
        var row = await served.GetAsync("/api/rows/3");
        Assert.AreSequenceEqual(
            ["3.5", "USD", "<script>alert(3)</script>", "A3"], row["cells"]!.AsArray().Select(cell => (string)cell!));
    }

    [TestMethod]
    public async Task GetRow_OfAMoment_SaysAllThereIs()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 4, answer = "normal" });
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 3, answer = "abnormal" });
        await served.PostAsync("/api/answers", new { annotator = "bob", row = 3, answer = "normal" });
        await served.PostAsync("/api/notes", new { annotator = "ada", row = 3, text = "<b>", tags = new[] { "refund" } });
        var row = await served.GetAsync("/api/rows/3");
        Assert.AreEqual("A3", (string)row["id"]!);
        Assert.AreEqual(5, (int)row["line"]!);
        Assert.AreEqual(3.5, (double)row["values"]![0]!);
        Assert.IsNull(row["values"]![2]);
        Assert.AreEqual(3.5, (double)row["score"]!);
        Assert.AreEqual(37, (int)row["rank"]!);
        Assert.AreEqual("normal", (string)row["decision"]!);
        Assert.AreSequenceEqual(
            ["ada abnormal", "bob normal"], row["answers"]!.AsArray().Select(answer => $"{answer!["annotator"]} {answer["answer"]}"));
        Assert.EndsWith("Z", (string)row["answers"]![0]!["time"]!);
        Assert.AreEqual("<b>", (string)row["notes"]![0]!["text"]!);
        Assert.AreEqual("refund", (string)row["notes"]![0]!["tags"]![0]!);
        var similar = row["similarAnswered"]!.AsArray();
        Assert.HasCount(1, similar);
        Assert.AreEqual(("A4", "normal"), ((string)similar[0]!["id"]!, (string)similar[0]!["decision"]!));
    }

    [TestMethod]
    public async Task GetExplanation_ScoreOfOneColumn_IsItsContribution()
    {
        // The score is the amount; the currency becomes two features, which nobody looks at; remark and id become none.
        await using var served = await ServedPool.StartAsync();
        var explanation = await served.GetAsync("/api/rows/39/explanation?annotator=ada");
        Assert.AreEqual((39, 0, 39.5), ((int)explanation["row"]!, (int)explanation["stage"]!, (double)explanation["score"]!));
        var baseValue = (double)explanation["baseValue"]!;
        Assert.IsGreaterThan(0.0, baseValue);
        Assert.IsLessThan(20.0, baseValue);
        Assert.IsTrue((bool)explanation["isExact"]!);
        Assert.AreSequenceEqual(
            [(0, 39.5 - baseValue), (1, 0)],
            explanation["columns"]!.AsArray().Select(column => ((int)column!["column"]!, (double)column["contribution"]!)));
    }

    [TestMethod]
    public async Task GetExplanation_BeforeTheFirstModel_SaysNothing()
    {
        using var holds = new ManualResetEventSlim();
        await using var served = await ServedPool.StartAsync(
            session: ServedPool.FastSession with { Detector = new HeldDetector(holds) }, waitsForModel: false);
        var explanation = await served.GetAsync("/api/rows/3/explanation");
        Assert.IsNull(explanation["stage"]);
        Assert.IsNull(explanation["score"]);
        Assert.IsEmpty(explanation["columns"]!.AsArray());
        holds.Set();
    }

    [TestMethod]
    [DataRow("99999")]
    [DataRow("-1")]
    [DataRow("abc")]
    [DataRow("1.0")]
    [DataRow("%2e%2e")]
    public async Task GetRow_NotThere_Is404(string row)
    {
        await using var served = await ServedPool.StartAsync();
        foreach (var part in new[] { "", "/similar", "/explanation", "/lookahead?annotator=ada" })
        {
            var (status, _) = await served.RefusedAsync($"/api/rows/{row}{part}");
            Assert.AreEqual(HttpStatusCode.NotFound, status);
        }
    }

    [TestMethod]
    public async Task GetRows_SearchedFilteredAndSorted_IsThatPage()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/bulk-answers", new { annotator = "ada", rows = new[] { 11, 12, 13 }, answer = "abnormal" });
        var page = await served.GetAsync("/api/rows?search=usd&filter=unlabeled&sort=score&descending=true&offset=1&count=2");

        // 20 rows of odd numbers, of which two are answered; 39 is the highest.
        Assert.AreEqual(18, (int)page["total"]!);
        Assert.AreSequenceEqual([37, 35], page["rows"]!.AsArray().Select(row => (int)row!["row"]!));
        Assert.AreEqual((3, 37.5), ((int)page["rows"]![0]!["rank"]!, (double)page["rows"]![0]!["score"]!));

        var abnormal = await served.GetAsync("/api/rows?filter=abnormal&sort=column:0");
        Assert.AreSequenceEqual(
            ["A11 abnormal", "A12 abnormal", "A13 abnormal"],
            abnormal["rows"]!.AsArray().Select(row => $"{row!["id"]} {row["decision"]}"));
    }

    [TestMethod]
    [DataRow("filter=none", "filter is 'none'; all, unlabeled, normal, abnormal, skipped, flagged, disagreed, noted are allowed.")]
    [DataRow("sort=amount", "sort is 'amount'; row, score, id, and column:0 to column:3 are allowed.")]
    [DataRow("sort=column:4", "column:0 to column:3 are allowed")]
    [DataRow("sort=column:-1", "are allowed")]
    [DataRow("descending=yes", "descending is 'yes'; true and false are allowed.")]
    [DataRow("offset=-1", "offset is '-1'")]
    [DataRow("count=0", "count is '0'; a whole number from 1 to 200 is allowed.")]
    [DataRow("count=201", "count is '201'")]
    [DataRow("count=1&count=2", "gives 'count' 2 times")]
    [DataRow("serch=usd", "asks for 'serch'; search, filter, sort, descending, offset, count are known there.")]
    public async Task GetRows_WhatIsNotAllowed_Is400(string query, string expected)
    {
        await using var served = await ServedPool.StartAsync();
        var (status, detail) = await served.RefusedAsync($"/api/rows?{query}");
        Assert.AreEqual(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, detail);
    }

    [TestMethod]
    public async Task GetRows_SortedByAHiddenColumn_Is400()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("tried.csv");
        await File.WriteAllTextAsync(path, "amount,label\n1,0\n2,1\n3,0\n");
        var pool = LabelingPool.Read(path).HideLabels();
        using var session = pool.Session();
        await using var server = await LabelingServer.StartAsync(session, pool, ServedPool.AnyPort);
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        using var response = await client.GetAsync("/api/rows?sort=column:1");
        var (status, detail) = await ServedPool.ProblemOfAsync(response);
        Assert.AreEqual(HttpStatusCode.BadRequest, status);
        Assert.Contains("the column 'label' is hidden", detail);
    }

    [TestMethod]
    public async Task GetRows_SearchTooLong_Is400()
    {
        await using var served = await ServedPool.StartAsync();
        var (status, detail) = await served.RefusedAsync($"/api/rows?search={new string('x', 1001)}");
        Assert.AreEqual(HttpStatusCode.BadRequest, status);
        Assert.Contains("1001 characters; at most 1000", detail);
    }

    [TestMethod]
    public async Task GetSimilar_OfARow_IsNearestFirst()
    {
        await using var served = await ServedPool.StartAsync();
        var rows = (await served.GetAsync("/api/rows/20/similar?count=3"))["rows"]!.AsArray();

        // Every second row has the same currency; among those the amounts decide.
        Assert.AreSequenceEqual([18, 22], rows.Take(2).Select(row => (int)row!["row"]!).Order());
        var distances = rows.Select(row => (double)row!["distance"]!).ToArray();
        Assert.AreSequenceEqual(distances.Order(), distances);
        Assert.HasCount(3, distances);
    }

    [TestMethod]
    public async Task GetReview_Highest_LeavesOutWhatIsDecided()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 39, answer = "abnormal" });
        var groups = (await served.GetAsync("/api/review?count=10"))["groups"]!.AsArray();
        var rows = groups.SelectMany(group => group!["rows"]!.AsArray()).Select(row => (int)row!).ToArray();
        Assert.Contains(38, rows);
        Assert.DoesNotContain(39, rows);
        Assert.AreEqual("A", ((string)groups[0]!["ids"]![0]!)[..1]);
        Assert.IsNotEmpty((string)groups[0]!["text"]!);
    }

    [TestMethod]
    public async Task GetDisagreements_TwoSayDifferentThings_NamesBoth()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 3, answer = "abnormal" });
        await served.PostAsync("/api/answers", new { annotator = "bob", row = 3, answer = "normal" });
        await served.PostAsync("/api/answers", new { annotator = "bob", row = 4, answer = "normal" });
        var rows = (await served.GetAsync("/api/disagreements"))["rows"]!.AsArray();
        Assert.HasCount(1, rows);
        Assert.AreEqual("A3", (string)rows[0]!["id"]!);
        Assert.HasCount(2, rows[0]!["answers"]!.AsArray());
    }

    [TestMethod]
    public async Task GetMap_OnceReady_PlacesEveryRowInTheUnitSquare()
    {
        await using var served = await ServedPool.StartAsync();
        var map = await served.GetAsync("/api/map");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(bool)map["isReady"]!)
        {
            Assert.IsEmpty(map["rows"]!.AsArray());
            await Task.Delay(10, patience.Token);
            map = await served.GetAsync("/api/map");
        }

        Assert.AreSequenceEqual(Enumerable.Range(0, 40), map["rows"]!.AsArray().Select(row => (int)row!));
        Assert.HasCount(40, map["scores"]!.AsArray());
        Assert.AreEqual(7.5, (double)map["scores"]![7]!);
        Assert.IsTrue(map["x"]!.AsArray().Concat(map["y"]!.AsArray()).All(place => (double)place! is >= 0 and <= 1));
        var places = await served.PostAsync("/api/map/places", new { rows = new[] { 7, 12 } });
        Assert.AreEqual((double)map["x"]![7]!, (double)places["x"]![0]!);
        Assert.AreEqual((double)map["y"]![12]!, (double)places["y"]![1]!);
    }
}
