using System.Net;
using System.Net.Sockets;
using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class LabelingServerTests
{
    [TestMethod]
    public async Task Start_PortGiven_ListensThereOnLoopback()
    {
        var port = 0;
        await using var served = await UntilNobodyTakesThePortAsync(
            () => ServedPool.StartAsync(ServedPool.AnyPort with { Port = port = FreePort() }));
        Assert.AreEqual($"http://127.0.0.1:{port}/", served.Server.Address.AbsoluteUri);
        Assert.AreEqual($"http://127.0.0.1:{port}/?token={served.Server.Token}", served.Server.OpenAddress.AbsoluteUri);
        await served.GetAsync("/api/state");
    }

    [TestMethod]
    public async Task Start_PortTaken_NamesThePortAndWhatToDo()
    {
        await using var first = await ServedPool.StartAsync();
        var port = first.Server.Address.Port;
        var exception = await Assert.ThrowsExactlyAsync<IOException>(
            () => LabelingServer.StartAsync(first.Session, first.Pool, ServedPool.AnyPort with { Port = port }));
        Assert.Contains($"Port {port} of 127.0.0.1 is taken", exception.Message);
        Assert.Contains("options.Port", exception.Message);

        // The first one goes on.
        await first.GetAsync("/api/state");
    }

    [TestMethod]
    public async Task Start_UsualPortTaken_TakesAnother()
    {
        await using var first = await ServedPool.StartAsync(ServedPool.AnyPort with { Port = null });
        await using var second = await ServedPool.StartAsync(ServedPool.AnyPort with { Port = null });
        Assert.AreNotEqual(first.Server.Address.Port, second.Server.Address.Port);
        await second.GetAsync("/api/state");
    }

    [TestMethod]
    public async Task Start_AddressOfAnotherMachine_SaysSo()
    {
        await using var served = await ServedPool.StartAsync();
        var options = ServedPool.AnyPort with
        {
            Listen = IPAddress.Parse("192.0.2.1"), Token = "0123456789abcdef", AllowedHosts = ["labels.example"],
        };
        var exception = await Assert.ThrowsExactlyAsync<IOException>(() => LabelingServer.StartAsync(served.Session, served.Pool, options));
        Assert.Contains("192.0.2.1 is no address of this machine", exception.Message);
    }

    [TestMethod]
    public async Task Start_OnAllAddresses_IsReachedByTheNamesThatWereGiven()
    {
        var options = ServedPool.AnyPort with { Listen = IPAddress.Any, Token = "0123456789abcdef", AllowedHosts = ["labels.example"] };
        await using var served = await ServedPool.StartAsync(options);
        Assert.AreEqual("127.0.0.1", served.Server.Address.Host);
        Assert.AreEqual("0123456789abcdef", served.Server.Token);
        await served.GetAsync("/api/state");
    }

    [TestMethod]
    public async Task Start_OptionsThatWillNotDo_Throws()
    {
        await using var served = await ServedPool.StartAsync();
        await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => LabelingServer.StartAsync(served.Session, served.Pool, new LabelingServerOptions { Token = "short" }));
    }

    [TestMethod]
    public async Task Start_PoolOfOtherRows_Throws()
    {
        await using var served = await ServedPool.StartAsync();
        var pool = FeatureMatrix.FromRows([[1f, 2f], [3f, 4f]]);
        using var other = LabelingSession.Create(new MemorySessionStore(), "other", pool, ServedPool.FastSession);
        var exception = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => LabelingServer.StartAsync(other, served.Pool, ServedPool.AnyPort));
        Assert.Contains("The session is of 2 rows of 2 features, and the pool of 40", exception.Message);
    }

    [TestMethod]
    public async Task Start_CancelledAlready_Throws()
    {
        await using var served = await ServedPool.StartAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => LabelingServer.StartAsync(served.Session, served.Pool, ServedPool.AnyPort, new CancellationToken(canceled: true)));
    }

    [TestMethod]
    public async Task WaitForShutdown_TokenCancelled_StopsTheServer()
    {
        await using var served = await ServedPool.StartAsync();
        using var stopping = new CancellationTokenSource();
        var waiting = served.Server.WaitForShutdownAsync(stopping.Token);
        await served.GetAsync("/api/state");
        Assert.IsFalse(waiting.IsCompleted);
        await stopping.CancelAsync();
        await waiting;

        // Nobody answers, or somebody else who has the port now, and refuses the token.
        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => served.Client.GetStringAsync("/api/state"));
    }

    [TestMethod]
    public async Task Stop_ThenDisposedTwice_LeavesSessionAndPort()
    {
        await UntilNobodyTakesThePortAsync(async () =>
        {
            await using var served = await ServedPool.StartAsync();
            var port = served.Server.Address.Port;
            await served.Server.StopAsync();
            await served.Server.StopAsync();
            await served.Server.DisposeAsync();
            await served.Server.DisposeAsync();
            await served.Server.WaitForShutdownAsync();
            Assert.AreEqual(1, (await served.Session.AnswerAsync("ada", 1, Sessions.Answer.Normal)).Row);
            await using var again = await LabelingServer.StartAsync(served.Session, served.Pool, ServedPool.AnyPort with { Port = port });
            Assert.AreEqual(port, again.Address.Port);
            return port;
        });
    }

    [TestMethod]
    public async Task Start_WithoutLogger_WritesNowhereAndLeavesSignalsAlone()
    {
        await using var served = await ServedPool.StartAsync();
        Assert.IsEmpty(served.Server.Application.Services.GetServices<ILoggerProvider>());
        Assert.IsInstanceOfType<OwnedLifetime>(served.Server.Application.Services.GetRequiredService<IHostLifetime>());
    }

    [TestMethod]
    public async Task Serve_StoreHoldsEveryChange_StillAnswersWhoAsksForNone()
    {
        // Three requests of each, fewer than the connections that the server takes.
        const int count = 60;
        var store = new TroubledStore();
        using var folder = new TemporaryFolder();
        await using var served = await ServedPool.StartAsync(folder, store, rowCount: count);
        using var hold = store.Hold();
        var waiting = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            waiting.Add(served.PostAsync("/api/answers", new { annotator = "ada", row = i, answer = "normal" }));
            waiting.Add(served.GetAsync($"/api/rows/{i}"));
            waiting.Add(served.GetAsync("/api/state"));
        }

        // With a thread of the pool for each that waits, this would wait for one thread a second or so.
        var begin = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 20; i++)
        {
            await served.TextAsync("/probe.js");
        }

        Assert.IsLessThan(30, TimeProvider.System.GetElapsedTime(begin).TotalSeconds);
        Assert.IsFalse(waiting.All(request => request.IsCompleted));
        hold.Dispose();
        await Task.WhenAll(waiting);
        Assert.HasCount(count, served.Session.Records);
    }

    [TestMethod]
    public async Task Serve_FailureThatNobodyForesaw_Is500AndLogged()
    {
        var logger = new RecordingLogger();
        var store = new TroubledStore();
        using var folder = new TemporaryFolder();
        await using var served = await ServedPool.StartAsync(folder, store, ServedPool.AnyPort with { Logger = logger });
        store.OnRead = new NotSupportedException("the moon is full");
        var (status, detail) = await served.RefusedAsync("/api/exports/session.db");
        store.OnRead = null;
        Assert.AreEqual(HttpStatusCode.InternalServerError, status);
        Assert.Contains("NotSupportedException, the moon is full", detail);
        Assert.Contains("GET /api/exports/{name} failed: System.NotSupportedException", string.Join('\n', logger.Messages));
    }

    [TestMethod]
    public async Task Serve_WithLogger_TellsNothingWhileAllIsWell()
    {
        var logger = new RecordingLogger();
        await using (var served = await ServedPool.StartAsync(ServedPool.AnyPort with { Logger = logger }))
        {
            await served.GetAsync("/api/state");
            await served.RefusedAsync("/api/rows/none");
        }

        Assert.IsEmpty(logger.Messages);
    }

    /// <summary>
    /// Does something that needs a port which was free a moment ago, and once more where somebody, of all that goes on, took it meanwhile.
    /// </summary>
    private static async Task<T> UntilNobodyTakesThePortAsync<T>(Func<Task<T>> act)
    {
        for (var attempt = 1;; attempt++)
        {
            try
            {
                return await act();
            }
            catch (IOException) when (attempt < 5)
            {
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
