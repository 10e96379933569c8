using System.Net;
using System.Text;
using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Cluster.Tool;

/// <summary>The command sends what its silo measures, where the environment names a collector.</summary>
[TestClass]
public sealed class TelemetryClusterTests
{
    [TestMethod]
    public async Task Label_WithACollector_SendsWhatTheSiloMeasures()
    {
        using var folder = new TemporaryFolder();
        GivenSessions.WritePool(folder.File("secret31337.csv"));
        var place = PostgresServer.Shared.CreateSchema();
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{Ports.Free()}/";
        collector.Prefixes.Add(address);
        collector.Start();
        var received = ReceiveAsync(collector);
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };
        using var child = new ToolChild(environment, folder.File("secret31337.csv"), "--cluster", place, "--detector", "extra_trees");
        await child.StartedAsync();
        await child.AnswerAsync("secret31337", 7, "abnormal");
        var (exitCode, messages) = await child.StopAsync();
        collector.Stop();
        var sent = await received;

        Assert.AreEqual(0, exitCode, messages);
        Assert.Contains("active_anomaly.cluster.requests.forwarded", sent);
        Assert.Contains("active_anomaly.labeling.answers", sent);
        Assert.Contains("keep answer", sent);
        Assert.DoesNotContain("secret31337", sent);
    }

    /// <summary>Takes what is sent until the collector is stopped, letter by letter.</summary>
    private static async Task<string> ReceiveAsync(HttpListener collector)
    {
        var received = new StringBuilder();
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await collector.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return received.ToString();
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            received.Append(Encoding.Latin1.GetString(body.ToArray()));
            context.Response.Close();
        }
    }
}
