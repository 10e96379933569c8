using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class EventStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [TestMethod]
    public async Task Write_Opened_GivesTheStateAtOnceAndEveryChange()
    {
        await using var served = await ServedPool.StartAsync();
        await using var events = await EventReader.OpenAsync(served.Client, "ada");
        var (kind, first) = await events.NextAsync();
        Assert.AreEqual("state", kind);
        Assert.AreEqual(0, (int)first!["counts"]!["answered"]!);
        Assert.AreEqual("ada", (string)first["you"]!["name"]!);
        Assert.IsNull(first["you"]!["lastRow"]);

        await served.PostAsync("/api/answers", new { annotator = "ada", row = 3, answer = "abnormal" });
        var changed = await events.UntilAsync(state => (int)state["counts"]!["answered"]! == 1);
        Assert.AreEqual(3, (int)changed["you"]!["lastRow"]!);
        Assert.IsGreaterThan((long)first["version"]!, (long)changed["version"]!);
    }

    [TestMethod]
    public async Task Write_ManyChanges_AtMostFiveASecondAndTheLastIsNotLost()
    {
        // From the first state on that may be written.
        var begin = TimeProvider.System.GetTimestamp();
        await using var served = await ServedPool.StartAsync(
            session: ServedPool.FastSession with { Patience = TimeSpan.Zero }, rowCount: 400);
        await using var events = await EventReader.OpenAsync(served.Client, "ada");
        var reading = events.UntilAsync(state => (int)state["counts"]!["answered"]! == 300);
        for (var row = 0; row < 300; row++)
        {
            await served.Session.AnswerAsync("ada", row, Sessions.Answer.Normal);
        }

        await reading;
        var elapsed = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;

        // One at once, and then one every 200 ms at most; a timer may end a little early.
        Assert.IsLessThanOrEqualTo((elapsed * 5) + 2, events.StateCount);
        Assert.IsLessThanOrEqualTo((elapsed * 5) + 4, served.Server.Parts.Feed.WrittenCount);
        Assert.IsGreaterThan(1, events.StateCount);
    }

    [TestMethod]
    public async Task Write_SeveralListeners_AStateIsWrittenOutOnce()
    {
        await using var served = await ServedPool.StartAsync();
        var readers = new List<EventReader>();
        try
        {
            for (var i = 0; i < 8; i++)
            {
                readers.Add(await EventReader.OpenAsync(served.Client, $"annotator {i}"));
                await readers[^1].NextAsync();
            }

            long version;
            int before;
            int written;
            do
            {
                // What is still being chosen, or put in order, changes the state: then once more.
                version = served.Session.State.Version;
                await served.GetAsync("/api/state");
                before = served.Server.Parts.Feed.WrittenCount;
                await served.GetAsync("/api/state");
                await served.GetAsync("/api/state?annotator=ada");
                written = served.Server.Parts.Feed.WrittenCount;
            }
            while (served.Session.State.Version != version);
            Assert.AreEqual(before, written);
            await served.PostAsync("/api/notes", new { annotator = "ada", row = 3, text = "x" });
            foreach (var reader in readers)
            {
                await reader.UntilAsync(state => (long)state["version"]! > version);
            }

            Assert.IsInRange(1, served.Session.State.Version - version, served.Server.Parts.Feed.WrittenCount - written);
        }
        finally
        {
            foreach (var reader in readers)
            {
                await reader.DisposeAsync();
            }
        }
    }

    [TestMethod]
    public async Task Write_NothingHappens_SendsASignOfLife()
    {
        await using var served = await ServedPool.StartAsync(ServedPool.AnyPort with { Heartbeat = TimeSpan.FromMilliseconds(20) });
        await using var events = await EventReader.OpenAsync(served.Client, "ada");
        Assert.AreEqual("state", (await events.NextAsync()).Kind);
        await events.CommentAsync();
        await events.CommentAsync();
    }

    [TestMethod]
    public async Task Write_ServerStops_SaysSoAndEnds()
    {
        await using var served = await ServedPool.StartAsync();
        await using var events = await EventReader.OpenAsync(served.Client, "ada");
        await events.NextAsync();

        // The stream ends by itself, long before requests are cut off.
        served.Server.Application.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout = 4 * Patience;
        var stopping = served.Server.StopAsync();
        Assert.AreEqual("closed", await events.LastKindAsync());
        await stopping;
        Assert.AreEqual(0, served.Server.Parts.Feed.ListenerCount);
    }

    [TestMethod]
    public async Task Write_SessionClosed_SaysSoAndEnds()
    {
        await using var served = await ServedPool.StartAsync();
        await using var events = await EventReader.OpenAsync(served.Client, "ada");
        await events.NextAsync();
        served.Session.Dispose();
        Assert.AreEqual("closed", await events.LastKindAsync());
    }

    [TestMethod]
    public async Task Write_ClientGoesAway_LeavesNothingBehind()
    {
        await using var served = await ServedPool.StartAsync();
        for (var round = 0; round < 5; round++)
        {
            await using var events = await EventReader.OpenAsync(served.Client, "ada");
            await events.NextAsync();
            Assert.IsGreaterThan(0, served.Server.Parts.Feed.ListenerCount);
        }

        using var patience = new CancellationTokenSource(Patience);
        while (served.Server.Parts.Feed.ListenerCount > 0)
        {
            await Task.Delay(10, patience.Token);
        }
    }

    [TestMethod]
    public async Task Write_NobodyNamed_TellsOfTheUsualAnnotator()
    {
        await using var served = await ServedPool.StartAsync();
        var state = await served.GetAsync("/api/state");
        Assert.AreEqual("expert", (string)state["you"]!["name"]!);
    }

    /// <summary>Reads server-sent events.</summary>
    private sealed class EventReader : IAsyncDisposable
    {
        private readonly HttpResponseMessage _response;
        private readonly StreamReader _reader;
        private readonly CancellationTokenSource _patience = new(Patience);

        private EventReader(HttpResponseMessage response, StreamReader reader) => (_response, _reader) = (response, reader);

        public int StateCount { get; private set; }

        public static async Task<EventReader> OpenAsync(HttpClient client, string annotator)
        {
            var response = await client.GetAsync($"/api/events?annotator={annotator}", HttpCompletionOption.ResponseHeadersRead);
            Assert.AreEqual("text/event-stream", response.Content.Headers.ContentType?.MediaType);
            return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        /// <summary>Reads the next event; null where the stream has ended.</summary>
        public async Task<(string? Kind, JsonNode? Data)> NextAsync()
        {
            string? kind = null;
            JsonNode? data = null;
            while (await _reader.ReadLineAsync(_patience.Token) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    kind = line["event: ".Length..];
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    data = JsonNode.Parse(line["data: ".Length..]);
                }
                else if (line.Length == 0 && kind is not null)
                {
                    StateCount += kind == "state" ? 1 : 0;
                    return (kind, data);
                }
            }

            return (null, null);
        }

        /// <summary>Reads until a state is as wanted.</summary>
        public async Task<JsonNode> UntilAsync(Func<JsonNode, bool> isWanted)
        {
            while (true)
            {
                var (kind, data) = await NextAsync();
                Assert.AreEqual("state", kind);
                if (isWanted(data!))
                {
                    return data!;
                }
            }
        }

        /// <summary>Reads until a comment.</summary>
        public async Task CommentAsync()
        {
            while (true)
            {
                var line = await _reader.ReadLineAsync(_patience.Token);
                Assert.IsNotNull(line);
                if (line.StartsWith(':'))
                {
                    return;
                }
            }
        }

        /// <summary>Reads to the end, and gives the last event.</summary>
        public async Task<string?> LastKindAsync()
        {
            string? last = null;
            while ((await NextAsync()).Kind is { } kind)
            {
                last = kind;
            }

            return last;
        }

        public ValueTask DisposeAsync()
        {
            _reader.Dispose();
            _response.Dispose();
            _patience.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
