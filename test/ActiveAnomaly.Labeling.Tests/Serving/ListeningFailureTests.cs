using System.Net;
using System.Net.Sockets;

namespace ActiveAnomaly.Labeling.Serving;

[TestClass]
public sealed class ListeningFailureTests
{
    /// <summary>Windows keeps ranges of ports, for Hyper-V and others: the usual port may be in one.</summary>
    [TestMethod]
    [DataRow(SocketError.AccessDenied, true)]
    [DataRow(SocketError.AddressNotAvailable, false)]
    public void IsOfThePort_ErrorOfASocket_IsWhereAnotherPortMayDo(SocketError error, bool expected)
    {
        var explained = ListeningFailure.Explain(new SocketException((int)error), IPAddress.Loopback, 5273);

        Assert.IsNotNull(explained);
        Assert.AreEqual(expected, ListeningFailure.IsOfThePort(explained));
    }

    [TestMethod]
    public void Explain_PortThatTheSystemKeeps_NamesItAndSaysWhatToDo()
    {
        var explained = ListeningFailure.Explain(new SocketException((int)SocketError.AccessDenied), IPAddress.Loopback, 5273);

        Assert.Contains("port 5273 of 127.0.0.1", explained!.Message);
        Assert.Contains("options.Port", explained.Message);
    }
}
