using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Several people at once: nothing is lost, nothing is taken twice, and the log has one order.</summary>
[TestClass]
public sealed class ManyClientsTests
{
    private const int RowCount = 2000;
    private const int ClientCount = 2;

    [TestMethod]
    public async Task Answer_TwoAnnotatorsOnFourConnections_KeepsEveryAnswerOnce()
    {
        using var folder = new TemporaryFolder();
        using var store = new SqliteSessionStore(folder.File("store.db"));
        await using var served = await ServedPool.StartAsync(
            folder, store, session: ServedPool.FastSession with { Patience = TimeSpan.Zero }, rowCount: RowCount);
        string[] annotators = ["ada", "bob"];
        var sequences = await Task.WhenAll(annotators.SelectMany(
            annotator => Enumerable.Range(0, ClientCount).Select(client => AnswerAsync(served, annotator, client))));

        var log = served.Log;
        Assert.AreSequenceEqual(Enumerable.Range(0, log.Count), log.Select(entry => (int)entry.Sequence));
        var given = log.Select(Given).Where(answer => answer.Annotator is not null).ToArray();
        Assert.AreSequenceEqual(
            annotators.SelectMany(annotator => Enumerable.Range(0, RowCount).Select(row => (annotator, row, AnswerOf(row)))),
            given.OrderBy(answer => answer.Annotator, StringComparer.Ordinal).ThenBy(answer => answer.Row)
                .Select(answer => (answer.Annotator!, answer.Row, answer.Answer)));
        Assert.IsLessThan(log.Count, sequences.Max(each => each.Max()));
        foreach (var each in sequences)
        {
            Assert.AreSequenceEqual(each.Order(), each);
        }

        var state = await served.GetAsync("/api/state");
        Assert.IsGreaterThanOrEqualTo(log[^1].Sequence, (long)state["sequence"]!);
        Assert.AreEqual(RowCount, (int)state["counts"]!["answered"]!);
        Assert.AreEqual(RowCount / 10, (int)state["counts"]!["abnormal"]!);
        Assert.AreEqual(0, (int)state["counts"]!["disagreements"]!);
    }

    private static Sessions.Answer AnswerOf(int row) => row % 10 == 0 ? Sessions.Answer.Abnormal : Sessions.Answer.Normal;

    private static (string? Annotator, int Row, Sessions.Answer Answer) Given(SessionEvent entry) => entry switch
    {
        RowAnswered answered => (answered.Annotator, answered.Row, answered.Answer),
        RowLabeled labeled => (labeled.Annotator, labeled.Row, labeled.Answer),
        _ => default,
    };

    /// <summary>Answers half of the rows, one after the other; gives the sequences of the receipts.</summary>
    private static async Task<List<long>> AnswerAsync(ServedPool served, string annotator, int client)
    {
        using var connection = new HttpClient { BaseAddress = served.Server.Address };
        connection.DefaultRequestHeaders.Authorization = new("Bearer", served.Server.Token);
        var sequences = new List<long>();
        for (var row = client; row < RowCount; row += ClientCount)
        {
            using var response = await connection.PostAsJsonAsync(
                "/api/answers", new { annotator, row, answer = AnswerOf(row) == Sessions.Answer.Abnormal ? "abnormal" : "normal" });
            response.EnsureSuccessStatusCode();
            var receipt = await response.Content.ReadFromJsonAsync<JsonObject>();
            Assert.AreEqual(row, (int)receipt!["row"]!);
            sequences.Add((long)receipt["sequence"]!);
        }

        return sequences;
    }
}
