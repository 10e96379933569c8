using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Cluster;

/// <summary>A silo in this process, with a session "payments" over a folder's file, and a client that shows the token.</summary>
internal sealed class GivenSilo : IAsyncDisposable
{
    public const string SessionId = "payments";
    public const string Token = "a-token-for-all-silos";

    private static readonly TimeSpan LongestOpening = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder;
    private readonly ISilo _silo;

    private GivenSilo(TemporaryFolder folder, string connectionString, ISilo silo)
    {
        (_folder, ConnectionString, _silo) = (folder, connectionString, silo);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = silo.Address };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public string ConnectionString { get; }

    public HttpClient Client { get; }

    public ISilo Silo => _silo;

    /// <summary>Gets the folder of the sessions' files.</summary>
    public string Folder => _folder.Path;

    /// <summary>Begins the session, and starts the silo.</summary>
    /// <param name="rowCount">The number of the file's rows.</param>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="works">What the silo can do beside.</param>
    /// <param name="detectorOf">Gives the session's detector, with the silo that has it, or with none; null for the default one.</param>
    public static async Task<GivenSilo> StartAsync(
        int rowCount = 200,
        string sessionId = SessionId,
        IReadOnlyList<IWork>? works = null,
        Func<IWorkDistributor?, Detector>? detectorOf = null)
    {
        var connectionString = PostgresServer.Shared.CreateSchema();
        var folder = new TemporaryFolder();
        GivenSessions.WritePool(folder.File("payments.csv"), rowCount);
        GivenSessions.Begin(connectionString, sessionId, folder.File("payments.csv"), detectorOf?.Invoke(null));
        var silo = await new SiloHost().StartAsync(new SiloOptions
        {
            ConnectionString = connectionString,
            PoolFolder = folder.Path,
            SiloPort = Ports.Free(),
            Server = new LabelingServerOptions { Token = Token, Port = 0 },
            Works = works ?? [],
            DetectorOf = detectorOf is null ? null : (_, _, own) => detectorOf(own),
        });
        var given = new GivenSilo(folder, connectionString, silo);
        await given.OpenAsync(sessionId);
        return given;
    }

    /// <summary>Waits until a session is open: until then a busy machine says to ask again.</summary>
    public async Task OpenAsync(string sessionId)
    {
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            using var response = await Client.GetAsync($"/sessions/{Uri.EscapeDataString(sessionId)}/api/state");
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable || Stopwatch.GetElapsedTime(begin) > LongestOpening)
            {
                Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, await response.Content.ReadAsStringAsync());
                return;
            }

            await Task.Delay(response.Headers.RetryAfter!.Delta!.Value);
        }
    }

    /// <summary>Reads the session's log.</summary>
    public IReadOnlyList<SessionEvent> Log()
    {
        using var store = new PostgresSessionStore(ConnectionString);
        return store.Read(SessionId);
    }

    /// <summary>Gets a resource, which must be there.</summary>
    public async Task<JsonNode> GetAsync(string address)
    {
        using var response = await Client.GetAsync(address);
        var text = await response.Content.ReadAsStringAsync();
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Answers for a row.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> AnswerAsync(string annotator, int row, string answer)
    {
        using var response = await Client.PostAsJsonAsync($"/sessions/{SessionId}/api/answers", new { annotator, row, answer });
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>Waits until the session's model knows all answers.</summary>
    public async Task WaitForModelAsync()
    {
        while (true)
        {
            var state = await GetAsync($"/sessions/{SessionId}/api/state");
            if (state["model"] is { } model && (int)model["unseenAnswerCount"]! == 0 && state["training"] is null)
            {
                return;
            }

            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _silo.DisposeAsync();
        _folder.Dispose();
    }
}
