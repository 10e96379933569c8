using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// One person who answers in the page: a client that asks a labelling server for what the page asks for, at the same moments, and listens
/// to the same events.
/// </summary>
internal sealed class LabelingPage : IAsyncDisposable
{
    private const string Annotator = "ada";

    private readonly LabeledPool _pool;
    private readonly LabelingSession _session;
    private readonly LabelingServer _server;
    private readonly HttpClient _client = new();
    private readonly CancellationTokenSource _end = new();
    private readonly HashSet<int> _known = [];
    private readonly Task _listening;
    private int _row;

    private LabelingPage(LabelingSession session, LabelingServer server, LabeledPool pool)
    {
        (_session, _server, _pool) = (session, server, pool);
        _client.BaseAddress = server.Address;
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        _listening = ListenAsync(_end.Token);
    }

    /// <summary>Begins a session about a file of the rows, serves it, and asks the first question.</summary>
    public static async Task<LabelingPage> OpenAsync(ISessionStore store, LabeledPool pool, string csvPath)
    {
        Write(pool.Rows, csvPath);
        var read = LabelingPool.Read(csvPath);
        var session = LabelingSession.Create(store, "page", read.Features, new LabelingOptions { Seed = 1, AuditShare = 0.1 });
        pool.AnswerBefore(session, Annotator);
        await session.WaitForModelAsync();
        var page = new LabelingPage(
            session, await LabelingServer.StartAsync(session, read, new LabelingServerOptions { Port = 0 }), pool);
        await page.PostAsync("api/question", new { annotator = Annotator, another = false }, question => page._row = RowOf(question));
        await page.GetAsync($"api/rows/{page._row}?annotator={Annotator}");
        return page;
    }

    /// <summary>Gives answers, one every <paramref name="pace"/>, and takes the time of each request.</summary>
    public async Task<PageTimes> AnswerAsync(int count, TimeSpan pace)
    {
        var times = new PageTimes([], [], [], [], 0);
        var processor = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < count; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            int[] upcoming = [];
            var answer = new { annotator = Annotator, row = _row, answer = _pool.IsAbnormal[_row] ? "abnormal" : "normal" };
            times.Answers.Add(await PostAsync("api/answers", answer, receipt =>
            {
                _row = RowOf(receipt.GetProperty("next"));
                upcoming = [.. receipt.GetProperty("next").GetProperty("upcoming").EnumerateArray().Select(row => row.GetInt32())];
            }));

            // A row that was fetched ahead is on the screen at once, and fetched again for what became known meanwhile.
            var isKnown = _known.Contains(_row);
            if (isKnown)
            {
                times.Rows.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }

            await GetAsync($"api/rows/{_row}?annotator={Annotator}");
            if (!isKnown)
            {
                times.Rows.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }

            foreach (var row in upcoming.Where(_known.Add))
            {
                times.Ahead.Add(await GetAsync($"api/rows/{row}?annotator={Annotator}"));
            }

            times.States.Add(await GetAsync($"api/state?annotator={Annotator}"));
            if (pace - Stopwatch.GetElapsedTime(begin) is { Ticks: > 0 } left)
            {
                await Task.Delay(left);
            }
        }

        return times with { ProcessorMilliseconds = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / count };
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _listening;
        _client.Dispose();
        await _server.DisposeAsync();
        _session.Dispose();
        _end.Dispose();
    }

    private static int RowOf(JsonElement question) => question.GetProperty("row") is { ValueKind: JsonValueKind.Number } row
        ? row.GetInt32()
        : throw new InvalidOperationException($"There is no question to answer: {question}");

    private static void Write(FeatureMatrix pool, string csvPath)
    {
        using var writer = new StreamWriter(csvPath);
        writer.WriteLine(string.Join(',', Enumerable.Range(0, pool.FeatureCount).Select(k => $"f{k}")));
        for (var row = 0; row < pool.RowCount; row++)
        {
            writer.WriteLine(string.Join(',', pool.Row(row).ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        }
    }

    private async Task<double> PostAsync(string path, object body, Action<JsonElement> take)
    {
        var begin = Stopwatch.GetTimestamp();
        using var response = await _client.PostAsJsonAsync(path, body);
        response.EnsureSuccessStatusCode();
        take(await response.Content.ReadFromJsonAsync<JsonElement>());
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    private async Task<double> GetAsync(string path)
    {
        var begin = Stopwatch.GetTimestamp();
        _ = await _client.GetByteArrayAsync(path);
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    private async Task ListenAsync(CancellationToken end)
    {
        try
        {
            using var stream = await _client.GetStreamAsync($"api/events?annotator={Annotator}", end);
            var buffer = new byte[1 << 16];
            while (await stream.ReadAsync(buffer, end) > 0)
            {
                // The page draws what it reads; here it is enough that the server writes it.
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The page was closed.
        }
    }
}
