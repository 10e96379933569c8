using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ActiveAnomaly.Detectors.ExtraTrees;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class ExportEndpointsTests
{
    [TestMethod]
    public async Task Export_Labels_AreLinesThatNoSpreadsheetCalculates()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 3, answer = "abnormal" });
        await served.PostAsync(
            "/api/notes", new { annotator = "ada", row = 3, text = "=HYPERLINK(\"http://evil\")", tags = new[] { "a", "b" } });
        await served.PostAsync("/api/answers", new { annotator = "@bob", row = 4, answer = "normal" });
        using var response = await served.Client.GetAsync("/api/exports/labels.csv");
        Assert.AreEqual("text/csv; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.AreEqual("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.AreEqual("labels.csv", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.AreEqual("id,row,answer,who,when,note,tags", lines[0].TrimStart('\uFEFF'));
        Assert.StartsWith("A3,3,abnormal,ada,", lines[1]);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\")\"", lines[1]);
        Assert.StartsWith("A4,4,normal,'@bob,", lines[2]);
    }

    [TestMethod]
    public async Task Export_Scores_AreEveryRow()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 39, answer = "abnormal" });
        var lines = (await served.TextAsync("/api/exports/scores.csv")).TrimEnd().Split("\r\n");
        Assert.AreEqual("id,row,score,rank,flagged,decision", lines[0].TrimStart('\uFEFF'));
        Assert.HasCount(41, lines);
        Assert.StartsWith("A39,39,39.5,1,", lines[40]);
        Assert.EndsWith(",abnormal", lines[40]);

        using var response = await served.Client.GetAsync("/api/exports/scores.parquet");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.AreEqual("PAR1", Encoding.ASCII.GetString(bytes, 0, 4));
        Assert.AreEqual("PAR1", Encoding.ASCII.GetString(bytes, bytes.Length - 4, 4));
    }

    [TestMethod]
    public async Task Export_Model_IsAZipFile()
    {
        var session = new LabelingOptions { Detector = new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 }), Seed = 1 };
        await using var served = await ServedPool.StartAsync(session: session);
        using var response = await served.Client.GetAsync("/api/exports/model.zip");
        Assert.AreEqual("application/zip", response.Content.Headers.ContentType?.MediaType);
        using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        Assert.IsNotEmpty(zip.Entries);
    }

    [TestMethod]
    public async Task Export_ModelWithoutFileFormat_Is409AndSaysWhatToRegister()
    {
        await using var served = await ServedPool.StartAsync();
        using var response = await served.Client.GetAsync("/api/exports/model.zip");
        var (status, detail) = await ServedPool.ProblemOfAsync(response);
        Assert.AreEqual(HttpStatusCode.Conflict, status);
        Assert.Contains("Register a codec", detail);
        Assert.IsNull(response.Content.Headers.ContentDisposition);
    }

    [TestMethod]
    public async Task Export_Onnx_ReadsTheTablesColumns()
    {
        var session = new LabelingOptions { Detector = new ExtraTreesDetector(new ExtraTreesOptions { Seed = 1 }), Seed = 1 };
        await using var served = await ServedPool.StartAsync(session: session);
        var bytes = await served.Client.GetByteArrayAsync("/api/exports/model.onnx");
        var graph = global::Onnx.ModelProto.Parser.ParseFrom(bytes).Graph;
        Assert.AreSequenceEqual(["amount", "currency"], graph.Input.Select(input => input.Name));
        Assert.AreSequenceEqual(["Score", "PredictedLabel"], graph.Output.Select(output => output.Name));
    }

    [TestMethod]
    public async Task Export_OnnxOfAModelWithoutAGraph_Is409AndSaysWhich()
    {
        await using var served = await ServedPool.StartAsync();
        using var response = await served.Client.GetAsync("/api/exports/model.onnx");
        var (status, detail) = await ServedPool.ProblemOfAsync(response);
        Assert.AreEqual(HttpStatusCode.Conflict, status);
        Assert.Contains("IScoreGraph", detail);
        Assert.IsNull(response.Content.Headers.ContentDisposition);
    }

    [TestMethod]
    public async Task Export_Report_HasTheAnswersAndNoMarkupOfCells()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 39, answer = "abnormal" });
        var report = await served.TextAsync("/api/exports/report.html");
        Assert.Contains("payments.csv", report);
        Assert.Contains("&lt;script&gt;alert(39)&lt;/script&gt;", report);
        Assert.DoesNotContain("<script", report);
    }

    [TestMethod]
    public async Task Export_Session_IsAStoreOfThisSessionAlone()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteSessionStore(folder.File("store.db"));
        await using var served = await ServedPool.StartAsync(folder, store);
        store.Append("other", served.Log[0]);
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 39, answer = "abnormal" });

        // The log is compared with the copy: no training may add to it in between.
        await served.Session.WaitForModelAsync();
        var path = folder.File("copy.db");
        await File.WriteAllBytesAsync(path, await served.Client.GetByteArrayAsync("/api/exports/session.db"));
        using var copy = new SqliteSessionStore(path);
        Assert.AreSequenceEqual([ServedPool.SessionId], copy.List());
        Assert.AreSequenceEqual(
            served.Log.Select(SessionEventJson.Write), copy.Read(ServedPool.SessionId).Select(SessionEventJson.Write));
    }

    [TestMethod]
    public async Task Export_WhileAnswersCome_IsOfOneMoment()
    {
        await using var served = await ServedPool.StartAsync(rowCount: 400);
        var answering = Task.Run(async () =>
        {
            for (var row = 0; row < 400; row++)
            {
                await served.Session.AnswerAsync("ada", row, Sessions.Answer.Normal);
            }
        });
        while (!answering.IsCompleted)
        {
            var rows = (await served.TextAsync("/api/exports/labels.csv")).TrimEnd().Split("\r\n").Skip(1)
                .Select(line => int.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)).ToArray();
            Assert.AreSequenceEqual(Enumerable.Range(0, rows.Length), rows);
        }

        await answering;
    }

    [TestMethod]
    [DataRow("passwords.txt")]
    [DataRow("..%2f..%2fetc%2fpasswd")]
    [DataRow("%2e%2e%2flabels.csv")]
    [DataRow("LABELS.CSV")]
    public async Task Export_OfAnotherName_Is404(string name)
    {
        await using var served = await ServedPool.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{served.Server.Address}api/exports/{name}"));
        using var response = await served.Client.SendAsync(request);
        Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
    }

    [TestMethod]
    public async Task Import_WhatWasExported_ChangesNothingAndElsewhereEverything()
    {
        await using var served = await ServedPool.StartAsync();
        await served.PostAsync("/api/answers", new { annotator = "ada", row = 3, answer = "abnormal" });
        await served.PostAsync("/api/answers", new { annotator = "bob", row = 4, answer = "normal" });
        var csv = await served.TextAsync("/api/exports/labels.csv");
        var again = await ImportAsync(served, csv);
        Assert.AreEqual((0, 2), ((int)again["applied"]!, (int)again["unchanged"]!));

        await using var other = await ServedPool.StartAsync();
        var import = await ImportAsync(other, csv + "A99,,normal,ada,,,\r\n");
        Assert.AreEqual((2, 1), ((int)import["applied"]!, (int)import["unknownCount"]!));
        Assert.AreSequenceEqual(["A99"], import["unknownIds"]!.AsArray().Select(id => (string)id!));
        Assert.AreEqual("bob", other.Session.RowOf(4).Answers.Single().Annotator);
    }

    [TestMethod]
    [DataRow("text/csv", "ada", "id,answer\r\n\"A3", HttpStatusCode.BadRequest)]
    [DataRow("text/csv", "ada", "", HttpStatusCode.BadRequest)]
    [DataRow("text/csv", "ada", "id,verdict\r\nA3,normal\r\n", HttpStatusCode.BadRequest)]
    [DataRow("text/csv", "", "id,answer\r\nA3,normal\r\n", HttpStatusCode.BadRequest)]
    [DataRow("application/json", "ada", "{}", HttpStatusCode.UnsupportedMediaType)]
    public async Task Import_FileThatWillNotDo_IsRefusedAndNothingIsTaken(
        string type, string annotator, string text, HttpStatusCode expected)
    {
        await using var served = await ServedPool.StartAsync();
        var length = served.Log.Count;
        var (status, detail) = await served.RefusedAsync($"/api/imports/labels?annotator={annotator}", text, type);
        Assert.AreEqual(expected, status, detail);
        Assert.HasCount(length, served.Log);
    }

    [TestMethod]
    [DataRow("text/csv; charset=windows-1252")]
    [DataRow("text/csv; charset=\"windows-1252\"")]
    public async Task Import_WithACharset_IsReadInIt(string type)
    {
        await using var served = await ServedPool.StartAsync();
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes("id,answer,who\nA3,normal,J\u00f6rg\n"));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await served.Client.PostAsync("/api/imports/labels?annotator=ada", content);

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, await response.Content.ReadAsStringAsync());
        Assert.AreEqual("J\u00f6rg", served.Session.RowOf(3).Answers.Single().Annotator);
    }

    /// <summary>The file lies in a folder of the server's for a moment, which is nobody's business.</summary>
    [TestMethod]
    [DataRow("text/csv", "charset=windows-1252")]
    [DataRow("text/csv; charset=klingon", "klingon")]
    [DataRow("text/csv", "Line 2 of the file is not UTF-8. Save it as UTF-8, which Excel calls CSV UTF-8")]
    [DataRow("text/csv; charset=utf-8", "Line 2 of the file is not UTF-8. Save it as UTF-8, which Excel calls CSV UTF-8")]
    public async Task Import_NotInItsEncoding_Is400WithoutAPath(string type, string expected)
    {
        await using var served = await ServedPool.StartAsync();
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes("id,answer,who\nA3,normal,J\u00f6rg\n"));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await served.Client.PostAsync("/api/imports/labels?annotator=ada", content);
        var text = await response.Content.ReadAsStringAsync();

        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode, text);
        Assert.Contains(expected, text);
        Assert.DoesNotContain("active-anomaly-", text);
        Assert.DoesNotContain("labels.csv", text);
        Assert.DoesNotContain("--", text);
        Assert.IsEmpty(served.Session.Records);
    }

    [TestMethod]
    public async Task Import_NobodyNamed_Is400()
    {
        await using var served = await ServedPool.StartAsync();
        var (status, detail) = await served.RefusedAsync("/api/imports/labels", "id,answer\r\nA3,normal\r\n", "text/csv");
        Assert.AreEqual(HttpStatusCode.BadRequest, status);
        Assert.Contains("The annotator's name is missing", detail);
    }

    private static async Task<JsonNode> ImportAsync(ServedPool served, string csv)
    {
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var response = await served.Client.PostAsync("/api/imports/labels?annotator=ada", content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
