using System.Net;
using ActiveAnomaly.Labeling.Serving;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>The addresses that a page is opened by on other machines than this one.</summary>
internal static class OtherAddresses
{
    /// <summary>Says them, where the server listens to other machines.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="openAddress">The address on this machine, with the token.</param>
    /// <param name="options">How the server was started.</param>
    public static void Write(CommandOutput output, Uri openAddress, LabelingServerOptions options)
    {
        foreach (var address in Of(openAddress, options))
        {
            output.WriteLine($"On other machines {address} (behind a proxy: with its scheme and port)");
        }
    }

    /// <summary>Gives the address of each name that the server may be called by.</summary>
    public static IEnumerable<Uri> Of(Uri openAddress, LabelingServerOptions options) => IPAddress.IsLoopback(options.Listen)
        ? []
        : options.AllowedHosts.Select(host => new UriBuilder(openAddress) { Host = host.Trim('[', ']') }.Uri)
            .Where(address => address != openAddress).Distinct();
}
