using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Stores;
using Npgsql;

namespace ActiveAnomaly.Cluster;

/// <summary>
/// Three silos, a database, and people who answer while silos are killed and the database stops. ACTIVE_ANOMALY_CLUSTER_ANSWERS says how
/// many answers (500), and ACTIVE_ANOMALY_CLUSTER_SEED what is drawn (1).
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class ClusterKillTests
{
    private const int ClientCount = 8;
    private const int SessionCount = 20;
    private const int SiloCount = 3;

    /// <summary>
    /// Far more than is meant, thirty seconds: it says that sessions go on, on a machine that is busy with other things too.
    /// </summary>
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromMinutes(3);

    private static readonly int AnswerCount = Setting("ACTIVE_ANOMALY_CLUSTER_ANSWERS", 500);
    private static readonly int Seed = Setting("ACTIVE_ANOMALY_CLUSTER_SEED", 1);

    private readonly ConcurrentQueue<AcknowledgedAnswer> _acknowledged = new();
    private readonly List<SiloChild> _silos = [];
    private readonly Random _random = new(Seed);
    private string[] _sessions = [];
    private int _mostAnswers;

    public TestContext TestContext { get; set; } = null!;

    /// <summary>Gets how long the database is away: long enough that every client notices.</summary>
    private static TimeSpan Absence => AnswerCount >= 5000 ? TimeSpan.FromSeconds(20) : TimeSpan.FromSeconds(4);

    [TestMethod]
    [Timeout(30 * 60 * 1000)]
    public async Task Answers_WhileSilosAreKilledAndTheDatabaseStops_AreAllKeptOnce()
    {
        PostgresServer.RequireInstalled();
        using var server = new PostgresServer();
        using var folder = new TemporaryFolder();
        Begin(server.ConnectionString, folder);
        try
        {
            await StartSilosAsync(server.ConnectionString, folder);
            AnsweringClient[] clients =
            [
                .. Enumerable.Range(0, ClientCount).Select(client => new AnsweringClient(
                    [.. _silos.Select(silo => silo.Address)], _acknowledged, $"annotator{client}", (100 * Seed) + client)),
            ];
            var begin = TimeProvider.System.GetTimestamp();
            var answering = Task.WhenAll(clients.Select(client => Task.Run(
                () => client.RunAsync(_sessions, AnswerCount, () => Volatile.Read(ref _mostAnswers)))));
            await DisturbAsync(server, answering);
            await answering;
            Report(clients, TimeProvider.System.GetElapsedTime(begin));
            await CompareAsync(server.ConnectionString, folder);
        }
        catch
        {
            _silos.ForEach(silo => TestContext.WriteLine(silo.Errors));
            throw;
        }
        finally
        {
            _silos.ForEach(silo => silo.Dispose());
        }
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    private void Begin(string connectionString, TemporaryFolder folder)
    {
        _sessions = [.. Enumerable.Range(0, SessionCount).Select(session => $"session{session}")];
        var rowCount = Math.Max(200, 4 * AnswerCount / SessionCount);
        foreach (var session in _sessions)
        {
            GivenSessions.WritePool(folder.File($"{session}.csv"), rowCount, seed: session.Length);
            GivenSessions.Begin(connectionString, session, folder.File($"{session}.csv"));
        }
    }

    private async Task StartSilosAsync(string connectionString, TemporaryFolder folder)
    {
        for (var silo = 0; silo < SiloCount; silo++)
        {
            _silos.Add(new SiloChild(connectionString, folder.Path));
        }

        // All at once: they find an empty schema, and make its tables.
        await Task.WhenAll(_silos.Select(silo => silo.StartAsync()));
    }

    /// <summary>
    /// Kills and stops, each while people answer: they may go on to where the next one is due, and no further before this one is over.
    /// </summary>
    private async Task DisturbAsync(PostgresServer server, Task answering)
    {
        Func<Task>[] disturbances =
        [
            KillOneAsync,
            KillOneAsync,
            KillOneAsync,
            () => AwayAsync(server.Pause, server.Resume),
            () => AwayAsync(server.Halt, server.Restart),
            KillOneAsync,
        ];
        for (var each = 0; each < disturbances.Length; each++)
        {
            Volatile.Write(ref _mostAnswers, (each + 2) * AnswerCount / (disturbances.Length + 1));
            var due = ((each + 1) * AnswerCount / (disturbances.Length + 1)) + _random.Next(10);
            while (_acknowledged.Count < due && !answering.IsCompleted)
            {
                await Task.Delay(1);
            }

            await disturbances[each]();
            await StartMissingAsync();
        }

        Volatile.Write(ref _mostAnswers, AnswerCount);
    }

    private async Task AwayAsync(Action leave, Action comeBack)
    {
        leave();
        TestContext.WriteLine($"The database went away at {_acknowledged.Count} answers.");
        await Task.Delay(Absence);
        comeBack();
    }

    /// <summary>A silo that was taken for dead, because nothing of it was heard, ends by itself when it learns that.</summary>
    private async Task StartMissingAsync()
    {
        foreach (var silo in _silos.Where(silo => !silo.IsRunning))
        {
            TestContext.WriteLine("A silo had ended by itself.");
            await silo.StartAsync();
        }
    }

    private async Task KillOneAsync()
    {
        var killed = _silos[_random.Next(_silos.Count)];
        var begin = TimeProvider.System.GetTimestamp();
        killed.Kill();
        await WaitForSessionsAsync(begin);
        var recovery = TimeProvider.System.GetElapsedTime(begin);
        TestContext.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Killed at {_acknowledged.Count} answers; all sessions went on after {recovery.TotalSeconds:F1} s."));
        Assert.IsLessThan(LongestRecovery, recovery);
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(2000)));
        await killed.StartAsync();
    }

    /// <summary>Waits until every session has told its state to somebody after a kill.</summary>
    private async Task WaitForSessionsAsync(long begin)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", GivenSilo.Token);
        await Task.WhenAll(_sessions.Select(async session =>
        {
            for (var attempt = 0; TimeProvider.System.GetElapsedTime(begin) < LongestRecovery; attempt++)
            {
                try
                {
                    using var response = await http.GetAsync(
                        new Uri(_silos[attempt % _silos.Count].Address, $"sessions/{session}/api/state"));
                    if (response.IsSuccessStatusCode)
                    {
                        return;
                    }
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    // The killed one, or one that waits for it.
                }

                await Task.Delay(50);
            }
        }));
    }

    private void Report(AnsweringClient[] clients, TimeSpan time)
    {
        TestContext.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_acknowledged.Count} answers in {time.TotalSeconds:F1} s; nothing came back {clients.Sum(client => client.Failures)} times; "
            + $"the longest question with its answer took {clients.Max(client => client.Longest).TotalSeconds:F1} s."));
        foreach (var problem in clients.SelectMany(client => client.Problems).Distinct().Order(StringComparer.Ordinal))
        {
            TestContext.WriteLine("503: " + problem);
        }
    }

    private async Task CompareAsync(string connectionString, TemporaryFolder folder)
    {
        var kept = Kept(connectionString);
        var acknowledged = _acknowledged.Select(answer => answer.ToString()).Order(StringComparer.Ordinal).ToArray();
        Assert.IsGreaterThanOrEqualTo(AnswerCount, acknowledged.Length);

        // Each client went on until its last answer was acknowledged: what is kept is what was acknowledged, each once.
        CollectionAssert.AreEqual(acknowledged, kept.Select(answer => answer.ToString()).Order(StringComparer.Ordinal).ToArray());

        using var store = new PostgresSessionStore(connectionString);
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", GivenSilo.Token);
        foreach (var session in _sessions)
        {
            var text = await StateAsync(http, session);
            var counts = JsonNode.Parse(text)!["counts"]!;
            var answers = kept.Where(answer => answer.Session == session).ToArray();
            var rows = answers.Select(answer => answer.Row).Distinct().ToArray();
            Assert.AreEqual(rows.Length, (int)counts["answered"]!, session);
            Assert.AreEqual(rows.Count(row => AnsweringClient.AnswerOf(row) == "abnormal"), (int)counts["abnormal"]!, session);
            using var reopened = LabelingWorkspace.Open(
                new CopiedStore(store, session), session, folder.File($"{session}.csv"), cancellationToken: CancellationToken.None);
            Assert.AreEqual(rows.Length, reopened.Session.State.AnsweredCount, session);
        }
    }

    /// <summary>Gets a session's state, which somebody may have to open anew first.</summary>
    private async Task<string> StateAsync(HttpClient http, string session)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var response = await http.GetAsync(new Uri(_silos[0].Address, $"sessions/{session}/api/state"));
            var text = await response.Content.ReadAsStringAsync();
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable
                || TimeProvider.System.GetElapsedTime(begin) > LongestRecovery)
            {
                Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, text);
                return text;
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Reads the answers off the table of events, past the library.</summary>
    private static List<AcknowledgedAnswer> Kept(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(
            "SELECT session_id, event FROM active_anomaly_events ORDER BY session_id, sequence", connection);
        using var reader = command.ExecuteReader();
        var kept = new List<AcknowledgedAnswer>();
        while (reader.Read())
        {
            var line = JsonNode.Parse(reader.GetString(1))!;
            if (line["Annotator"] is { } annotator && line["Answer"] is { } answer)
            {
                kept.Add(new AcknowledgedAnswer(
                    reader.GetString(0), (string)annotator!, (int)line["Row"]!, ((string)answer!).ToLowerInvariant()));
            }
        }

        return kept;
    }
}
