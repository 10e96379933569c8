using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ActiveAnomaly.Cluster;

/// <summary>
/// A client as a careful program writes one: it sends a request until it is answered, to another silo each time, and counts an answer only
/// when it is acknowledged.
/// </summary>
internal sealed class AnsweringClient : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<Uri> _silos;
    private readonly ConcurrentQueue<AcknowledgedAnswer> _acknowledged;
    private readonly string _annotator;
    private readonly Random _random;
    private readonly HttpClient _http;
    private int _silo;

    public AnsweringClient(IReadOnlyList<Uri> silos, ConcurrentQueue<AcknowledgedAnswer> acknowledged, string annotator, int seed)
    {
        (_silos, _acknowledged, _annotator, _random) = (silos, acknowledged, annotator, new Random(seed));
        _silo = seed % silos.Count;
        _http = new HttpClient { Timeout = TimeSpan.FromSeconds(40) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", GivenSilo.Token);
    }

    /// <summary>Gets the sentences of the problems that said to try again, each once.</summary>
    public HashSet<string> Problems { get; } = [];

    /// <summary>Gets the number of times that nothing came back.</summary>
    public int Failures { get; private set; }

    /// <summary>Gets the longest time that a question with its answer took.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>What an annotator says of a row, whenever he is asked.</summary>
    public static string AnswerOf(int row) => row % 20 == 7 ? "abnormal" : "normal";

    /// <summary>Answers questions of sessions drawn at random until so many answers are acknowledged to all clients.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="count">How many answers.</param>
    /// <param name="most">How many there may be now.</param>
    public async Task RunAsync(IReadOnlyList<string> sessions, int count, Func<int> most)
    {
        while (_acknowledged.Count < count)
        {
            if (_acknowledged.Count >= most())
            {
                await Task.Delay(5);
                continue;
            }

            var begin = TimeProvider.System.GetTimestamp();
            await AnswerOneAsync(sessions[_random.Next(sessions.Count)]);
            var time = TimeProvider.System.GetElapsedTime(begin);
            Longest = time > Longest ? time : Longest;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task AnswerOneAsync(string session)
    {
        var question = await SendAsync($"sessions/{session}/api/question", new { annotator = _annotator });
        if (question["row"] is not { } asked)
        {
            await Task.Delay(Pause);
            return;
        }

        var row = (int)asked;
        var receipt = await SendAsync($"sessions/{session}/api/answers", new { annotator = _annotator, row, answer = AnswerOf(row) });
        Assert.AreEqual(row, (int)receipt["row"]!);
        _acknowledged.Enqueue(new AcknowledgedAnswer(session, _annotator, row, AnswerOf(row)));
    }

    private async Task<JsonNode> SendAsync(string path, object body)
    {
        while (true)
        {
            try
            {
                using var response = await _http.PostAsJsonAsync(new Uri(_silos[_silo], path), body);
                var text = await response.Content.ReadAsStringAsync();
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return JsonNode.Parse(text)!;
                }

                Assert.AreEqual(HttpStatusCode.ServiceUnavailable, response.StatusCode, text);
                Assert.IsNotNull(response.Headers.RetryAfter, text);
                Problems.Add((string)JsonNode.Parse(text)!["detail"]!);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
            {
                // The silo is gone, or went away while it answered.
                Failures++;
            }

            _silo = (_silo + 1) % _silos.Count;
            await Task.Delay(Pause);
        }
    }
}
