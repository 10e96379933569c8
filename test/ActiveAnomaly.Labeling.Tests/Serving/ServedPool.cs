using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// A server on a small pool, with a client that shows the token. Rows are called A0, A1, ...; their amounts, which are their scores, go up
/// with them.
/// </summary>
internal sealed class ServedPool : IAsyncDisposable
{
    public const string SessionId = "payments";

    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;

    private ServedPool(TemporaryFolder folder, bool ownsFolder, LabelingPool pool, LabelingSession session, LabelingServer server)
    {
        _folder = folder;
        _ownsFolder = ownsFolder;
        (Pool, Session, Server) = (pool, session, server);
        Client = new HttpClient { BaseAddress = server.Address };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
    }

    public LabelingPool Pool { get; }

    public LabelingSession Session { get; }

    public LabelingServer Server { get; }

    /// <summary>Gets a client that shows the token.</summary>
    public HttpClient Client { get; }

    public IReadOnlyList<SessionEvent> Log => Session.Store.Read(SessionId);

    /// <summary>Gets options that any test may use at the same time as any other.</summary>
    public static LabelingServerOptions AnyPort => new()
    {
        Port = 0, Page = typeof(ServedPool).Assembly, StorePatience = TimeSpan.FromMinutes(1),
    };

    /// <summary>
    /// Gets options of a session that trains at once and scores rows by their amounts, and that has a row for whoever asks, however slow
    /// the machine is.
    /// </summary>
    public static LabelingOptions FastSession => new()
    {
        Detector = new FirstFeatureDetector(radius: 1),
        Strategy = new HighConfidenceStrategy(),
        LabelPolicy = new LatestAnswerPolicy(),
        Seed = 1,
        LongestWait = TimeSpan.FromMinutes(1),
        LongestLookahead = TimeSpan.FromMinutes(1),
    };

    public static Task<ServedPool> StartAsync(
        LabelingServerOptions? options = null, LabelingOptions? session = null, int rowCount = 40, bool waitsForModel = true) =>
        StartAsync(
            new TemporaryFolder(), new MemorySessionStore(), options, session, rowCount, ownsFolder: true, waitsForModel: waitsForModel);

    public static async Task<ServedPool> StartAsync(
        TemporaryFolder folder,
        ISessionStore store,
        LabelingServerOptions? options = null,
        LabelingOptions? session = null,
        int rowCount = 40,
        PoolLabels? known = null,
        bool ownsFolder = false,
        bool waitsForModel = true)
    {
        var path = folder.File("payments.csv");
        await File.WriteAllTextAsync(path, Csv(rowCount)).ConfigureAwait(false);
        var pool = LabelingPool.Read(path, new LabelingPoolOptions
        {
            IdColumn = "id",
            Table = new TableOptions { IgnoredColumns = ["remark"] },
        });
        var created = LabelingSession.Create(store, SessionId, pool.Features, session ?? FastSession, known, pool.ToProperties());
        if (waitsForModel)
        {
            await created.WaitForModelAsync().ConfigureAwait(false);
        }

        var server = await LabelingServer.StartAsync(created, pool, options ?? AnyPort).ConfigureAwait(false);
        return new ServedPool(folder, ownsFolder, pool, created, server);
    }

    /// <summary>Gets a resource, which must be there.</summary>
    public async Task<JsonNode> GetAsync(string address)
    {
        return JsonNode.Parse(await TextAsync(address).ConfigureAwait(false))!;
    }

    /// <summary>Gets a file, which must be there, as text.</summary>
    public async Task<string> TextAsync(string address)
    {
        using var response = await Client.GetAsync(address).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, text);
        return text;
    }

    /// <summary>Sends a change, which must be taken.</summary>
    public async Task<JsonNode> PostAsync(string address, object body)
    {
        using var response = await Client.PostAsJsonAsync(address, body).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Sends a change as it is, and gives the status and the sentence of the problem that comes back.</summary>
    public async Task<(HttpStatusCode Status, string Detail)> RefusedAsync(string address, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await Client.PostAsync(address, content).ConfigureAwait(false);
        return await ProblemOfAsync(response).ConfigureAwait(false);
    }

    /// <summary>Asks for a resource, and gives the status and the sentence of the problem that comes back.</summary>
    public async Task<(HttpStatusCode Status, string Detail)> RefusedAsync(string address)
    {
        using var response = await Client.GetAsync(address).ConfigureAwait(false);
        return await ProblemOfAsync(response).ConfigureAwait(false);
    }

    /// <summary>Reads problem JSON, whose status must be the response's.</summary>
    public static async Task<(HttpStatusCode Status, string Detail)> ProblemOfAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType, text);
        var problem = JsonNode.Parse(text)!;
        Assert.AreEqual((int)response.StatusCode, (int)problem["status"]!);
        Assert.IsNotEmpty((string)problem["title"]!);
        return (response.StatusCode, (string)problem["detail"]!);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync().ConfigureAwait(false);
        Session.Dispose();
        if (_ownsFolder)
        {
            _folder.Dispose();
        }
    }

    private static string Csv(int rowCount)
    {
        var text = new StringBuilder("amount,currency,remark,id\n");
        for (var row = 0; row < rowCount; row++)
        {
            var remark = row == 0 ? "\"=HYPERLINK(\"\"http://evil\"\")\"" : $"<script>alert({row})</script>";
            text.Append(CultureInfo.InvariantCulture, $"{row}.5,{(row % 2 == 0 ? "EUR" : "USD")},{remark},A{row}\n");
        }

        return text.ToString();
    }
}
