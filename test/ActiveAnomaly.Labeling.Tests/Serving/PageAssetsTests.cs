using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class PageAssetsTests
{
    [TestMethod]
    [DataRow("/", "text/html; charset=utf-8", "<title>Probe</title>")]
    [DataRow("/index.html", "text/html; charset=utf-8", "<title>Probe</title>")]
    [DataRow("/probe.js", "text/javascript; charset=utf-8", "export const probe")]
    [DataRow("/deep/probe.css", "text/css; charset=utf-8", "margin")]
    public async Task Serve_KnownName_IsTheFileWithItsType(string address, string type, string content)
    {
        await using var served = await ServedPool.StartAsync();
        using var response = await served.Client.GetAsync(address);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual(type, response.Content.Headers.ContentType?.ToString());
        Assert.Contains(content, await response.Content.ReadAsStringAsync());
        Assert.AreEqual("no-cache", response.Headers.CacheControl?.ToString());
    }

    [TestMethod]
    public async Task Serve_KnownToTheBrowser_Is304()
    {
        await using var served = await ServedPool.StartAsync();
        using var first = await served.Client.GetAsync("/probe.js");
        var tag = first.Headers.ETag!.Tag;
        using var other = await served.Client.GetAsync("/");
        Assert.AreNotEqual(tag, other.Headers.ETag!.Tag);
        foreach (var (known, expected) in new[]
        {
            (tag, HttpStatusCode.NotModified), ($"\"x\", {tag}", HttpStatusCode.NotModified), ($"W/{tag}", HttpStatusCode.NotModified),
            ("*", HttpStatusCode.NotModified), ("\"x\"", HttpStatusCode.OK), ("rubbish", HttpStatusCode.OK),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/probe.js");
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
            using var response = await served.Client.SendAsync(request);
            Assert.AreEqual(expected, response.StatusCode, known);
            Assert.AreEqual(tag, response.Headers.ETag!.Tag);
        }
    }

    [TestMethod]
    public async Task Serve_Head_IsTheLengthAlone()
    {
        await using var served = await ServedPool.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/probe.js");
        using var response = await served.Client.SendAsync(request);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual("export const probe = 1;\n".Length, response.Content.Headers.ContentLength);
        Assert.IsEmpty(await response.Content.ReadAsByteArrayAsync());
    }

    [TestMethod]
    [DataRow("/../appsettings.json")]
    [DataRow("/%2e%2e/%2e%2e/etc/passwd")]
    [DataRow("/..%2f..%2fetc%2fpasswd")]
    [DataRow("/deep/../probe.js/..%2fx")]
    [DataRow("/..%5c..%5cwindows")]
    [DataRow("/deep")]
    [DataRow("/deep/")]
    [DataRow("/page/index.html")]
    [DataRow("/ActiveAnomaly.Labeling.dll")]
    [DataRow("//etc/passwd")]
    public async Task Serve_AnyOtherName_Is404(string address)
    {
        await using var served = await ServedPool.StartAsync();
        Assert.AreEqual(404, await RawStatusAsync(served, address));
    }

    [TestMethod]
    public void Of_TheLibrary_HasThePage()
    {
        var assets = PageAssets.Of(typeof(LabelingServer).Assembly);
        Assert.Contains("index.html", assets.Names);
        Assert.Contains("main.js", assets.Names);
    }

    /// <summary>Sends an address as it is: clients tidy it up.</summary>
    private static async Task<int> RawStatusAsync(ServedPool served, string address)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, served.Server.Address.Port);
        using var stream = client.GetStream();
        var headers = $"Host: localhost\r\nAuthorization: Bearer {served.Server.Token}\r\nConnection: close\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\n{headers}\r\n"));
        using var reader = new StreamReader(stream);
        var status = await reader.ReadLineAsync();
        return int.Parse(status!.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
