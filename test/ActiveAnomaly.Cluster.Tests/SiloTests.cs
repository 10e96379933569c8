using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Cluster;

/// <summary>What a silo shows of its sessions is what a server of one session shows.</summary>
[TestClass]
public sealed class SiloTests
{
    [TestMethod]
    public async Task Answer_ThroughTheSilo_IsInTheSessionsLog()
    {
        await using var silo = await GivenSilo.StartAsync();

        var (status, receipt) = await silo.AnswerAsync("ada", 17, "abnormal");

        Assert.AreEqual(HttpStatusCode.OK, status, receipt.ToJsonString());
        var labels = silo.Log().OfType<RowLabeled>().Where(label => label.Annotator == "ada").ToArray();
        Assert.HasCount(1, labels);
        Assert.AreEqual(17, labels[0].Row);
        Assert.AreEqual(1, (int)(await silo.GetAsync("/sessions/payments/api/state"))["counts"]!["abnormal"]!);
    }

    [TestMethod]
    public async Task Answer_SentTwice_IsKeptOnce()
    {
        await using var silo = await GivenSilo.StartAsync();

        await silo.AnswerAsync("ada", 17, "abnormal");
        var (status, _) = await silo.AnswerAsync("ada", 17, "abnormal");

        Assert.AreEqual(HttpStatusCode.OK, status);
        Assert.HasCount(1, silo.Log().OfType<RowLabeled>().Where(label => label.Annotator == "ada").ToArray());
    }

    [TestMethod]
    public async Task Answer_AfterAnotherWriter_IsRefusedOnceAndThenTaken()
    {
        await using var silo = await GivenSilo.StartAsync();
        await silo.AnswerAsync("ada", 17, "abnormal");
        await silo.WaitForModelAsync();
        using (var store = new PostgresSessionStore(silo.ConnectionString))
        {
            // What another silo writes that has the session too.
            var next = store.Read(GivenSilo.SessionId).Count;
            store.Append(GivenSilo.SessionId, new RowLabeled
            {
                Sequence = next, Time = DateTimeOffset.UnixEpoch, Row = 3, Answer = Answer.Normal, Annotator = "eve",
            });
        }

        var (refused, problem) = await silo.AnswerAsync("ada", 5, "normal");
        var (taken, _) = await silo.AnswerAsync("ada", 5, "normal");

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, refused);
        Assert.Contains("Somebody else writes to it", (string)problem["detail"]!);
        Assert.AreEqual(HttpStatusCode.OK, taken);
        CollectionAssert.AreEqual(
            new[] { "ada 17", "eve 3", "ada 5" },
            silo.Log().OfType<RowLabeled>().Select(label => $"{label.Annotator} {label.Row}").ToArray());
        Assert.AreEqual(3, (int)(await silo.GetAsync("/sessions/payments/api/state"))["counts"]!["answered"]!);
    }

    [TestMethod]
    public async Task Answer_OfAnUnknownSession_IsNotFoundAndNamed()
    {
        await using var silo = await GivenSilo.StartAsync();

        using var response = await silo.Client.GetAsync("/sessions/nowhere/api/state");

        Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Contains("There is no session 'nowhere'", (string)problem["detail"]!);
    }

    /// <summary>The machine with the wrong file is one of several: whoever is told has to know which.</summary>
    [TestMethod]
    public async Task Get_FileOfTheSiloHasOtherRows_NamesTheSilo()
    {
        await using var silo = await GivenSilo.StartAsync();
        var path = Path.Combine(silo.Folder, "refunds.csv");
        GivenSessions.WritePool(path, seed: 2);
        GivenSessions.Begin(silo.ConnectionString, "refunds", path);
        GivenSessions.WritePool(path, seed: 3);

        using var response = await silo.Client.GetAsync("/sessions/refunds/api/state");

        var detail = (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!;
        Assert.AreEqual(HttpStatusCode.Conflict, response.StatusCode, detail);
        Assert.StartsWith($"The session 'refunds' cannot be opened on the silo {silo.Silo.Name}: 'refunds.csv' does not hold", detail);
    }

    [TestMethod]
    public async Task Get_FileOfTheSiloIsGone_NamesTheSilo()
    {
        await using var silo = await GivenSilo.StartAsync();
        var path = Path.Combine(silo.Folder, "refunds.csv");
        GivenSessions.WritePool(path, seed: 2);
        GivenSessions.Begin(silo.ConnectionString, "refunds", path);
        File.Delete(path);

        using var response = await silo.Client.GetAsync("/sessions/refunds/api/state");

        var detail = (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!;
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, response.StatusCode, detail);
        Assert.StartsWith($"The session 'refunds' cannot be opened now on the silo {silo.Silo.Name}: ", detail);
    }

    [TestMethod]
    public async Task Request_WithoutToken_IsRefusedAndHealthIsNot()
    {
        await using var silo = await GivenSilo.StartAsync();
        using var stranger = new HttpClient { BaseAddress = silo.Silo.Address };

        using var state = await stranger.GetAsync("/sessions/payments/api/state");
        var ready = await stranger.GetStringAsync("/health/ready");
        var live = await stranger.GetStringAsync("/health/live");

        Assert.AreEqual(HttpStatusCode.Unauthorized, state.StatusCode);
        Assert.AreEqual("Healthy", ready);
        Assert.AreEqual("Healthy", live);
    }

    /// <summary>A proxy takes a browser from one silo to the next: what one let in, the other does too.</summary>
    [TestMethod]
    public async Task Get_WithTheCookieOfAnotherSilo_IsLetIn()
    {
        await using var first = await GivenSilo.StartAsync();
        await using var second = await GivenSilo.StartAsync();
        using var client = new HttpClient();
        (await client.GetAsync(first.Silo.OpenAddress)).Dispose();

        using var response = await client.GetAsync(new Uri(second.Silo.Address, "api/sessions"));

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [TestMethod]
    public async Task Page_OfASession_IsThatOfAServerOfOne()
    {
        await using var silo = await GivenSilo.StartAsync();

        using var without = await silo.Client.GetAsync("/sessions/payments");
        var page = await silo.Client.GetStringAsync("/sessions/payments/");
        var script = await silo.Client.GetStringAsync("/sessions/payments/main.js");
        var list = await silo.Client.GetStringAsync("/");

        Assert.AreEqual(HttpStatusCode.PermanentRedirect, without.StatusCode);
        Assert.AreEqual("./payments/", without.Headers.Location!.ToString());
        Assert.Contains("main.js", page);
        Assert.IsNotEmpty(script);
        Assert.Contains("<a href=\"sessions/payments/\">payments</a>", list);
    }

    [TestMethod]
    public async Task Session_WithASlashInItsId_IsReached()
    {
        await using var silo = await GivenSilo.StartAsync(sessionId: "eu/<may> & june");

        var list = await silo.Client.GetStringAsync("/");
        var session = await silo.GetAsync("/sessions/eu%2F%3Cmay%3E%20%26%20june/api/session");

        Assert.Contains("<a href=\"sessions/eu%2F%3Cmay%3E%20%26%20june/\">eu/&lt;may&gt; &amp; june</a>", list);
        Assert.AreEqual("eu/<may> & june", (string)session["id"]!);
    }

    [TestMethod]
    public async Task Export_LargerThanAMessage_ComesWhole()
    {
        await using var silo = await GivenSilo.StartAsync(rowCount: 40_000);
        await silo.WaitForModelAsync();

        var scores = await silo.Client.GetStringAsync("/sessions/payments/api/exports/scores.csv");

        Assert.IsGreaterThan(Messages.RunningReply.LargestPart, scores.Length);
        Assert.HasCount(40_001, scores.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [TestMethod]
    public async Task Import_OfLabels_IsTaken()
    {
        await using var silo = await GivenSilo.StartAsync();
        using var file = new StringContent("id,answer\nr3,normal\nr4,abnormal\n", Encoding.UTF8, "text/csv");

        using var response = await silo.Client.PostAsync("/sessions/payments/api/imports/labels?annotator=ada", file);

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, await response.Content.ReadAsStringAsync());
        Assert.HasCount(2, silo.Log().OfType<RowLabeled>().ToArray());
    }

    [TestMethod]
    public async Task Body_ThatIsTooLarge_IsRefused()
    {
        await using var silo = await GivenSilo.StartAsync();
        using var body = new StringContent(new string(' ', 2 << 20), Encoding.UTF8, "application/json");

        using var response = await silo.Client.PostAsync("/sessions/payments/api/answers", body);

        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [TestMethod]
    public async Task Events_AfterAnAnswer_TellOfIt()
    {
        await using var silo = await GivenSilo.StartAsync();
        using var ending = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var response = await silo.Client.GetAsync(
            "/sessions/payments/api/events?annotator=ada", HttpCompletionOption.ResponseHeadersRead, ending.Token);
        Assert.AreEqual("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ending.Token));
        await ReadUntilAsync(reader, "\"abnormal\":0", ending.Token);

        await silo.AnswerAsync("ada", 17, "abnormal");

        await ReadUntilAsync(reader, "\"abnormal\":1", ending.Token);
    }

    [TestMethod]
    public async Task Events_WhenTheSiloStops_End()
    {
        var silo = await GivenSilo.StartAsync();
        using var ending = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var response = await silo.Client.GetAsync(
            "/sessions/payments/api/events", HttpCompletionOption.ResponseHeadersRead, ending.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ending.Token));
        await ReadUntilAsync(reader, "event: state", ending.Token);

        var stopping = silo.Silo.DisposeAsync();
        try
        {
            while (await reader.ReadLineAsync(ending.Token) is not null)
            {
            }
        }
        catch (IOException)
        {
            // Broken off, where the last event did not get out before the silo was gone.
        }

        await stopping;
        await silo.DisposeAsync();
    }

    [TestMethod]
    public async Task Start_OnAPortThatIsTaken_SaysSo()
    {
        await using var silo = await GivenSilo.StartAsync();
        var taken = silo.Silo.Address.Port;

        var exception = await Assert.ThrowsExactlyAsync<IOException>(() => new SiloHost().StartAsync(new()
        {
            ConnectionString = silo.ConnectionString,
            SiloPort = taken,
            Server = new() { Token = GivenSilo.Token, Port = 0 },
        }));

        Assert.Contains($"Port {taken} of 127.0.0.1 is taken", exception.Message);
    }

    private static async Task ReadUntilAsync(StreamReader reader, string text, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"The stream ended without '{text}'.");
    }
}
