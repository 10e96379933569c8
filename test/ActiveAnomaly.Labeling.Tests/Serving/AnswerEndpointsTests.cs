using System.Net;
using System.Text.Json.Nodes;
using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class AnswerEndpointsTests
{
    [TestMethod]
    public async Task Question_UntilAnswered_IsTheSame()
    {
        await using var served = await ServedPool.StartAsync();
        var first = await served.PostAsync("/api/question", new { annotator = "ada", another = false });

        // Scores go up with the rows.
        Assert.AreEqual(39, (int)first["row"]!);
        Assert.AreEqual("highest score", (string)first["reason"]!);
        Assert.IsNull(first["waiting"]);
        Assert.AreEqual(38, (int)first["upcoming"]![0]!);
        var again = await served.PostAsync("/api/question", new { annotator = "ada" });
        Assert.AreEqual(39, (int)again["row"]!);
    }

    [TestMethod]
    public async Task Question_Another_AsksSomethingElse()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/question", new { annotator = "ada" });
        var other = await served.PostAsync("/api/question", new { annotator = "ada", another = true });
        Assert.AreEqual(38, (int)other["row"]!);
    }

    [TestMethod]
    public async Task Answer_Taken_IsInTheLogBeforeTheResponse()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/question", new { annotator = "ada" });
        var receipt = await served.PostAsync("/api/answers", new { annotator = "ada", row = 39, answer = "abnormal" });
        var log = served.Log;
        var kept = log.OfType<RowAnswered>().Single();
        Assert.AreEqual((39, Sessions.Answer.Abnormal, "ada"), (kept.Row, kept.Answer, kept.Annotator));
        Assert.IsLessThanOrEqualTo((long)receipt["sequence"]!, kept.Sequence);
        Assert.AreEqual(39, (int)receipt["row"]!);
        Assert.AreEqual(38, (int)receipt["next"]!["row"]!);
    }

    [TestMethod]
    public async Task Answer_WantsTheNextRow_ReceiptHasWhatIsReadOfIt()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/question", new { annotator = "ada" });
        var receipt = await served.PostAsync("/api/answers", new { annotator = "ada", row = 39, answer = "abnormal", wantsNextRow = true });
        Assert.AreEqual(38, (int)receipt["next"]!["row"]!);
        var row = (await served.GetAsync("/api/rows/38"))!;
        Assert.IsLessThanOrEqualTo((long)row["version"]!, (long)receipt["nextRow"]!["version"]!);
        Assert.AreEqual(39, (int)receipt["nextRow"]!["similarAnswered"]![0]!["row"]!);
        foreach (var field in new[] { "row", "id", "line", "cells", "values", "tails", "score", "rank", "isAsked", "similarAnswered" })
        {
            Assert.AreEqual(row[field]!.ToJsonString(), receipt["nextRow"]![field]!.ToJsonString(), field);
        }

        receipt = await served.PostAsync("/api/withdrawals", new { annotator = "ada", row = 39, wantsNextRow = true });
        Assert.AreEqual(39, (int)receipt["nextRow"]!["row"]!);
    }

    [TestMethod]
    public async Task Lookahead_RowBeforeTheAnnotator_IsWhatTheAnswerBrings()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/question", new { annotator = "ada" });
        var next = (await served.GetAsync("/api/rows/39/lookahead?annotator=ada"))!;
        Assert.AreEqual(38, (int)next["afterNormal"]!["row"]!);
        Assert.AreEqual("highest score", (string)next["afterNormal"]!["reason"]!);
        Assert.AreEqual(38, (int)next["afterAbnormal"]!["row"]!);
        var receipt = await served.PostAsync("/api/answers", new { annotator = "ada", row = 39, answer = "abnormal" });
        Assert.AreEqual(38, (int)receipt["next"]!["row"]!);

        // That row is answered, and no longer before her.
        next = (await served.GetAsync("/api/rows/39/lookahead?annotator=ada"))!;
        Assert.IsNull(next["afterNormal"]);
        Assert.IsNull(next["afterAbnormal"]);
    }

    [TestMethod]
    public async Task Lookahead_WithoutAnnotator_Is400()
    {
        await using var served = await ServedPool.StartAsync();
        var (status, detail) = await served.RefusedAsync("/api/rows/3/lookahead");
        Assert.AreEqual(HttpStatusCode.BadRequest, status);
        Assert.Contains("say who asks", detail);
    }

    [TestMethod]
    public async Task Lookahead_AnnotatorWhoMayNotAnswer_Is409()
    {
        await using var served = await ServedPool.StartAsync(
            session: ServedPool.FastSession with { LabelPolicy = new OneAnnotatorPolicy("ada") });
        Assert.AreEqual(HttpStatusCode.Conflict, (await served.RefusedAsync("/api/rows/3/lookahead?annotator=bob")).Status);
    }

    [TestMethod]
    public async Task Answer_NextRowNotWantedOrNotThere_IsNull()
    {
        await using var served = await ServedPool.StartAsync(rowCount: 2);
        var receipt = await served.PostAsync("/api/answers", new { annotator = "ada", row = 1, answer = "normal" });
        Assert.AreEqual(0, (int)receipt["next"]!["row"]!);
        Assert.IsNull(receipt["nextRow"]);
        receipt = await served.PostAsync("/api/answers", new { annotator = "ada", row = 0, answer = "normal", wantsNextRow = true });
        Assert.IsNull(receipt["next"]!["row"]);
        Assert.IsNull(receipt["nextRow"]);
    }

    [TestMethod]
    public async Task Row_AfterAnAnswer_HasTheVersionThatTheStateHasThen()
    {
        await using var served = await ServedPool.StartAsync();
        var before = (long)(await served.GetAsync("/api/rows/5"))!["version"]!;
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 5, answer = "normal" });
        await served.Session.WaitForModelAsync();
        var after = (long)(await served.GetAsync("/api/rows/5"))!["version"]!;
        Assert.IsGreaterThan(before, after);
        Assert.IsLessThanOrEqualTo((long)(await served.GetAsync("/api/state"))!["version"]!, after);
    }

    [TestMethod]
    public async Task Answer_Again_ChangesNothingAndAnotherReplaces()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 5, answer = "abnormal" });
        var answers = Answers(served);
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 5, answer = "abnormal" });
        Assert.AreEqual(answers, Answers(served));
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 5, answer = "normal" });
        Assert.AreEqual(Sessions.Answer.Normal, served.Session.RowOf(5).Answers.Single().Answer);
    }

    [TestMethod]
    public async Task Answer_RowThatIsNotThere_Is404()
    {
        await using var served = await ServedPool.StartAsync();
        foreach (var row in new[] { -1, 40 })
        {
            foreach (var (address, body) in new[]
            {
                ("/api/answers", $$"""{"annotator":"ada","row":{{row}},"answer":"normal"}"""),
                ("/api/withdrawals", $$"""{"annotator":"ada","row":{{row}}}"""),
                ("/api/notes", $$"""{"annotator":"ada","row":{{row}},"text":"x"}"""),
                ("/api/map/places", $$"""{"rows":[1,{{row}}]}"""),
            })
            {
                var (status, detail) = await served.RefusedAsync(address, body);
                Assert.AreEqual(HttpStatusCode.NotFound, status, address);
                Assert.Contains($"There is no row {row}; the rows are 0 to 39.", detail);
            }
        }
    }

    [TestMethod]
    public async Task Answer_ContradictsWhatWasKnown_Is409AndNothingIsTaken()
    {
        var known = new RowLabel[40];
        known[7] = RowLabel.Normal;
        using var folder = new TemporaryFolder();
        await using var served = await ServedPool.StartAsync(folder, new MemorySessionStore(), known: PoolLabels.Copy(known));
        var length = served.Log.Count;
        var (status, detail) = await served.RefusedAsync("/api/answers", """{"annotator":"ada","row":7,"answer":"abnormal"}""");
        Assert.AreEqual(HttpStatusCode.Conflict, status);
        Assert.Contains("Row A7 was known", detail);
        Assert.DoesNotContain("Parameter", detail);
        Assert.HasCount(length, served.Log);
    }

    [TestMethod]
    public async Task Answer_OfWhoMayNot_Is409()
    {
        var session = ServedPool.FastSession with { LabelPolicy = new Sessions.OneAnnotatorPolicy("ada") };
        await using var served = await ServedPool.StartAsync(session: session);
        var (status, detail) = await served.RefusedAsync("/api/answers", """{"annotator":"bob","row":7,"answer":"normal"}""");
        Assert.AreEqual(HttpStatusCode.Conflict, status);
        Assert.Contains("'bob'", detail);
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 7, answer = "normal" });
    }

    [TestMethod]
    public async Task Withdraw_LastAnswer_AsksAboutItAgain()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 39, answer = "abnormal" });
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 3, answer = "normal" });
        var receipt = await served.PostAsync("/api/withdrawals", new { annotator = "ada" });
        Assert.AreEqual(3, (int)receipt["row"]!);
        receipt = await served.PostAsync("/api/withdrawals", new { annotator = "ada", row = 39 });
        Assert.AreEqual(39, (int)receipt["row"]!);
        Assert.AreEqual(39, (int)receipt["next"]!["row"]!);
        Assert.IsTrue(served.Session.Records.All(record => record.Answers.Count == 0));
    }

    [TestMethod]
    public async Task Withdraw_SentAgain_Is409AndTakesBackNoOther()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 39, answer = "abnormal" });
        var answered = await served.PostAsync("/api/answers", new { annotator = "ada", row = 3, answer = "normal" });
        var answer = (long)answered["answerSequence"]!;
        Assert.AreEqual(answer, (long)(await served.GetAsync("/api/state?annotator=ada"))["you"]!["lastAnswerSequence"]!);
        var body = $$"""{"annotator":"ada","answerSequence":{{answer}}}""";
        var receipt = await served.PostAsync("/api/withdrawals", new { annotator = "ada", answerSequence = answer });
        Assert.AreEqual(3, (int)receipt["row"]!);
        Assert.IsNull(receipt["answerSequence"]);

        var (status, detail) = await served.RefusedAsync("/api/withdrawals", body);

        Assert.AreEqual(HttpStatusCode.Conflict, status);
        Assert.Contains($"and not event {answer}; nothing was taken back", detail);
        Assert.AreEqual(39, (int)(await served.PostAsync("/api/withdrawals", new { annotator = "ada" }))["row"]!);
    }

    [TestMethod]
    public async Task Withdraw_NothingThere_Is409()
    {
        await using var served = await ServedPool.StartAsync();
        foreach (var body in new[] { """{"annotator":"ada"}""", """{"annotator":"ada","row":null}""", """{"annotator":"ada","row":4}""" })
        {
            var (status, detail) = await served.RefusedAsync("/api/withdrawals", body);
            Assert.AreEqual(HttpStatusCode.Conflict, status);
            Assert.Contains("nothing to take back", detail);
        }
    }

    [TestMethod]
    public async Task Note_Written_ReplacesAndIsRemovedByAnEmptyOne()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/notes", new { annotator = "ada", row = 4, text = "first", tags = new[] { "a" } });
        var receipt = await served.PostAsync("/api/notes", new { annotator = "ada", row = 4, text = "second", tags = new[] { "b", "c" } });
        Assert.AreEqual(served.Log[^1].Sequence, (long)receipt["sequence"]!);
        var note = served.Session.RowOf(4).Notes.Single();
        Assert.AreEqual("second", note.Text);
        Assert.AreSequenceEqual(["b", "c"], note.Tags);
        await served.PostAsync("/api/notes", new { annotator = "ada", row = 4, text = "" });
        Assert.IsEmpty(served.Session.RowOf(4).Notes);
    }

    [TestMethod]
    public async Task Note_TooLong_Is400()
    {
        await using var served = await ServedPool.StartAsync();
        async Task<string> RefusedAsync(string text, params string[] tags)
        {
            var body = new JsonObject
            {
                ["annotator"] = "ada",
                ["row"] = 4,
                ["text"] = text,
                ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]),
            };
            var (status, detail) = await served.RefusedAsync("/api/notes", body.ToJsonString());
            Assert.AreEqual(HttpStatusCode.BadRequest, status);
            return detail;
        }

        Assert.Contains("10001 characters; at most 10000", await RefusedAsync(new string('x', 10_001)));
        Assert.Contains("21 tags; at most 20", await RefusedAsync("x", [.. Enumerable.Range(0, 21).Select(tag => $"{tag}")]));
        Assert.Contains("51 characters; 1 to 50", await RefusedAsync("x", new string('t', 51)));
        Assert.Contains("0 characters; 1 to 50", await RefusedAsync("x", " "));
        await served.PostAsync(
            "/api/notes", new { annotator = "ada", row = 4, text = new string('x', 10_000), tags = new[] { new string('t', 50) } });
    }

    [TestMethod]
    public async Task BulkAnswer_SomeRefused_SaysWhichAndWhy()
    {
        var known = new RowLabel[40];
        known[7] = RowLabel.Abnormal;
        using var folder = new TemporaryFolder();
        await using var served = await ServedPool.StartAsync(folder, new MemorySessionStore(), known: PoolLabels.Copy(known));
        var receipt = await served.PostAsync(
            "/api/bulk-answers", new { annotator = "ada", rows = new[] { 1, 7, 2, 99 }, answer = "normal" });
        Assert.AreEqual(2, (int)receipt["count"]!);
        Assert.AreSequenceEqual([7, 99], receipt["refused"]!.AsArray().Select(refused => (int)refused!["row"]!));
        Assert.Contains("Row A7 was known", (string)receipt["refused"]![0]!["why"]!);
        Assert.DoesNotContain("Parameter", receipt.ToJsonString());
        Assert.AreSequenceEqual([1, 2], served.Session.Records.Where(record => record.Answers.Count > 0).Select(record => record.Row));
        Assert.IsNotNull(receipt["next"]!["row"]);
    }

    [TestMethod]
    public async Task BulkAnswer_TooManyRows_Is400()
    {
        await using var served = await ServedPool.StartAsync();
        var body = $$"""{"annotator":"ada","rows":[{{string.Join(',', Enumerable.Range(0, 10_001))}}],"answer":"normal"}""";
        var (status, detail) = await served.RefusedAsync("/api/bulk-answers", body);
        Assert.AreEqual(HttpStatusCode.BadRequest, status);
        Assert.Contains("10001 rows; at most 10000", detail);
    }

    private static int Answers(ServedPool served) => served.Log.Count(entry => entry is RowAnswered or RowLabeled or AnswerWithdrawn);
}
