using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActiveAnomaly.Tool.Telemetry;

/// <summary>Measurements leave the program only where the environment says where to.</summary>
[TestClass]
public sealed class TelemetryExportTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "active-anomaly.dll");

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    public void Start_NoCollector_SendsNothing(string? endpoint) => Assert.IsNull(TelemetryExport.Start(endpoint));

    [TestMethod]
    [DataRow("collector")]
    [DataRow("collector:4317")]
    [DataRow("ftp://collector")]
    public void Start_AddressThatIsNone_IsRefused(string endpoint) => Assert.Contains(
        $"OTEL_EXPORTER_OTLP_ENDPOINT is '{endpoint}'",
        Assert.ThrowsExactly<UsageException>(() => TelemetryExport.Start(endpoint)).Message);

    [TestMethod]
    public void Run_AddressThatIsNone_IsMisuse()
    {
        using var folder = Trained();
        var run = Score(folder, "collector");

        Assert.AreEqual(2, run.ExitCode, run.Output);
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT is 'collector'", run.Error);
        Assert.IsFalse(Directory.Exists(folder.File("scores")));
    }

    [TestMethod]
    public async Task Run_Collector_GetsTheRowsScoredAndNothingOfTheTable()
    {
        using var folder = Trained();
        using var collector = new Collector();
        var run = await Task.Run(() => Score(folder, collector.Address));
        var sent = collector.Received;

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("/v1/metrics", sent);
        Assert.Contains("active_anomaly.tool.rows_scored", sent);
        Assert.Contains("active-anomaly", sent);
        Assert.DoesNotContain("violet31337", sent);
        Assert.DoesNotContain("shapes", sent);
    }

    [TestMethod]
    public void Run_CollectorThatIsNotThere_EndsAllTheSame()
    {
        using var folder = Trained();

        Assert.AreEqual(0, Score(folder, "http://127.0.0.1:1").ExitCode);
        Assert.IsTrue(File.Exists(folder.File("scores", "new.csv")));
    }

    private static TemporaryFolder Trained()
    {
        var folder = new TemporaryFolder();
        var path = folder.Write("shapes.csv", SyntheticCsv.WithText());
        CommandRun.Of("train", path, "--detector", "copod", "--output", folder.File("shapes.zip")).Succeeds();
        folder.Write("new.csv", "colour,width,height,depth\nviolet31337,0.5,0.5,0.5\n");
        return folder;
    }

    private static ProgramRun Score(TemporaryFolder folder, string endpoint) => ProgramRun.Of(
        ProgramRun.Dotnet,
        folder.FullName,
        new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        },
        "exec", Program, "score", folder.File("new.csv"), "--model", folder.File("shapes.zip"), "--output", folder.File("scores"));

    /// <summary>Takes what is sent, and keeps it as text, letter by letter.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener;
        private readonly StringBuilder _received = new();
        private readonly Task _listening;

        public Collector()
        {
            (_listener, Address) = Listen();
            _listening = ListenAsync();
        }

        public string Address { get; }

        public string Received
        {
            get
            {
                lock (_received)
                {
                    return _received.ToString();
                }
            }
        }

        public void Dispose()
        {
            _listener.Close();
            _listening.Wait();
        }

        private async Task ListenAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    lock (_received)
                    {
                        _received.Append(context.Request.Url!.AbsolutePath).Append(Encoding.Latin1.GetString(body.ToArray()));
                    }

                    context.Response.Close();
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // It was closed.
            }
        }

        /// <summary>Listens at a port that is free, and at another one where somebody took it meanwhile.</summary>
        private static (HttpListener Listener, string Address) Listen()
        {
            for (var attempt = 1;; attempt++)
            {
                var (listener, address) = (new HttpListener(), $"http://127.0.0.1:{FreePort()}/");
                try
                {
                    listener.Prefixes.Add(address);
                    listener.Start();
                    return (listener, address);
                }
                catch (HttpListenerException) when (attempt < 5)
                {
                    listener.Close();
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
}
