using System.Net;
using Microsoft.AspNetCore.Http;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class ServerNamesTests
{
    [TestMethod]
    [DataRow("127.0.0.1", "127.0.0.1:80", true)]
    [DataRow("127.0.0.1", "localhost", true)]
    [DataRow("127.0.0.1", "[::1]", false)]
    [DataRow("::1", "[::1]:80", true)]
    [DataRow("10.0.0.5", "10.0.0.5:80", true)]
    [DataRow("10.0.0.5", "localhost", false)]
    [DataRow("0.0.0.0", "localhost", true)]
    [DataRow("0.0.0.0", "127.0.0.1", true)]
    [DataRow("0.0.0.0", "10.0.0.5", false)]
    [DataRow("::", "[::1]", true)]
    [DataRow("10.0.0.5", "labels.example", true)]
    [DataRow("10.0.0.5", "LABELS.example:8080", true)]
    [DataRow("10.0.0.5", "x.labels.example", false)]
    [DataRow("10.0.0.5", "[fe80::1]", true)]
    [DataRow("10.0.0.5", "", false)]
    public void Contains_OfListenedAddress_KnowsItsNames(string listen, string host, bool expected) =>
        Assert.AreEqual(expected, new ServerNames(IPAddress.Parse(listen), ["labels.example", "fe80::1"]).Contains(new HostString(host)));

    [TestMethod]
    [DataRow("http://127.0.0.1:80", "127.0.0.1", true)]
    [DataRow("http://127.0.0.1:81", "127.0.0.1:81", true)]
    [DataRow("http://127.0.0.1:81", "127.0.0.1:82", false)]
    [DataRow("https://127.0.0.1", "127.0.0.1", false)]
    [DataRow("https://labels.example", "labels.example", true)]
    [DataRow("https://labels.example", "labels.example:443", true)]
    [DataRow("http://labels.example", "labels.example", true)]
    [DataRow("http://labels.example/path", "labels.example", false)]
    [DataRow("ftp://labels.example", "labels.example", false)]
    [DataRow("http://user@labels.example", "labels.example", false)]
    [DataRow("null", "labels.example", false)]
    public void IsOwnOrigin_OfAPage_IsTheNameThatTheRequestHas(string origin, string host, bool expected) =>
        Assert.AreEqual(expected, new ServerNames(IPAddress.Loopback, ["labels.example"]).IsOwnOrigin(origin, new HostString(host)));
}
