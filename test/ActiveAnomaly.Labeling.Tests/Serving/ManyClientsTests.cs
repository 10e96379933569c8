using System.Net.Http.Json;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Several people at once: nothing is lost, nothing is taken twice, and the log has one order.</summary>
[TestClass]
public sealed class ManyClientsTests
{
    private const int AnswerCount = 2000;
    private const int ClientCount = 2;

    [TestMethod]
    public async Task Answer_TwoAnnotatorsOnFourConnections_KeepsEveryAnswerOnce()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteSessionStore(folder.File("store.db"));
        await using var served = await ServedPool.StartAsync(
            folder, store, session: ServedPool.FastSession with { Patience = TimeSpan.Zero }, rowCount: 2 * AnswerCount);
        var sequences = (await Task.WhenAll(new[] { "ada", "bob" }.SelectMany((annotator, person) =>
            Enumerable.Range(0, ClientCount).Select(client => AnswerAsync(served, annotator, (person * AnswerCount) + client)))))
            .SelectMany(each => each).ToArray();

        var log = served.Log;
        Assert.AreSequenceEqual(Enumerable.Range(0, log.Count), log.Select(entry => (int)entry.Sequence));
        var given = log.Select(entry => entry switch
        {
            RowAnswered answered => (answered.Annotator, answered.Row, answered.Answer),
            RowLabeled labeled => (labeled.Annotator, labeled.Row, labeled.Answer),
            _ => default((string? Annotator, int Row, Sessions.Answer Answer)),
        }).Where(answer => answer.Annotator is not null).ToArray();
        Assert.AreSequenceEqual(
            Enumerable.Range(0, 2 * AnswerCount).Select(row => (row < AnswerCount ? "ada" : "bob", row, AnswerOf(row))),
            given.OrderBy(answer => answer.Row).Select(answer => (answer.Annotator!, answer.Row, answer.Answer)));
        Assert.IsLessThan(log.Count, sequences.Max());

        // What another session makes of the log is what this one says.
        await served.Session.WaitForModelAsync();
        var state = await served.GetAsync("/api/state?annotator=ada");
        Assert.AreEqual(2 * AnswerCount, (int)state["counts"]!["answered"]!);
        Assert.AreEqual(2 * AnswerCount / 10, (int)state["counts"]!["abnormal"]!);
    }

    private static Sessions.Answer AnswerOf(int row) => row % 10 == 0 ? Sessions.Answer.Abnormal : Sessions.Answer.Normal;

    private static async Task<List<long>> AnswerAsync(ServedPool served, string annotator, int first)
    {
        using var client = new HttpClient { BaseAddress = served.Server.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", served.Server.Token);
        var sequences = new List<long>();
        for (var row = first; row < first - (first % AnswerCount) + AnswerCount; row += ClientCount)
        {
            using var response = await client.PostAsJsonAsync(
                "/api/answers", new { annotator, row, answer = AnswerOf(row) == Sessions.Answer.Abnormal ? "abnormal" : "normal" });
            response.EnsureSuccessStatusCode();
            var receipt = await response.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>();
            Assert.AreEqual(row, (int)receipt!["row"]!);
            sequences.Add((long)receipt["sequence"]!);
        }

        return sequences;
    }
}
