using System.Net;
using ActiveAnomaly.Labeling.Serving;

namespace ActiveAnomaly.Tool.Labeling;

[TestClass]
public sealed class OtherAddressesTests
{
    private static readonly Uri Open = new("http://127.0.0.1:6131/?token=secret");

    [TestMethod]
    public void Of_ServerForOtherMachines_HasTheAddressOfEachHost() => Assert.AreEqual(
        "http://192.0.2.2:6131/?token=secret http://labels.example:6131/?token=secret http://[2001:db8::1]:6131/?token=secret",
        Addresses("0.0.0.0", "192.0.2.2", "labels.example", "[2001:db8::1]", "127.0.0.1", "labels.example"));

    [TestMethod]
    public void Of_ServerForThisMachine_HasNone() => Assert.AreEqual(string.Empty, Addresses("127.0.0.1", "labels.example"));

    private static string Addresses(string listen, params string[] hosts) => string.Join(' ', OtherAddresses.Of(
        Open, new LabelingServerOptions { Listen = IPAddress.Parse(listen), AllowedHosts = hosts }));
}
