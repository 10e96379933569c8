using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ActiveAnomaly.Cluster;

/// <summary>
/// Ports that nobody listens on; each is given once. They lie below those that the system gives to connections and to whoever wants any
/// port: what else goes on takes none of them before they are used.
/// </summary>
internal static class Ports
{
    private const int First = 20_000;

    private static readonly Lock Gate = new();
    private static readonly int Count = LowestOfTheSystem() - First;
    private static int _givenCount;

    public static int Free()
    {
        lock (Gate)
        {
            while (true)
            {
                // Processes of tests that run at the same time begin at different places.
                var port = First + (int)(((Environment.ProcessId * 101L) + _givenCount++) % Count);
                try
                {
                    using var listener = new TcpListener(IPAddress.Loopback, port);
                    listener.Start();
                    return port;
                }
                catch (SocketException)
                {
                    Assert.IsLessThan(Count, _givenCount, "There is no free port.");
                }
            }
        }
    }

    private static int LowestOfTheSystem()
    {
        const string path = "/proc/sys/net/ipv4/ip_local_port_range";
        var lowest = File.Exists(path)
            ? int.Parse(File.ReadAllText(path).Split((char[])['\t', ' '])[0], CultureInfo.InvariantCulture)
            : 32_768;
        return Math.Max(lowest, First + 1000);
    }
}
