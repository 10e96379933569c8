using System.Net;
using Microsoft.AspNetCore.Http;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>
/// The names that the server answers to. A browser that was made to take a foreign name for this machine (DNS rebinding) still sends that
/// name. Immutable.
/// </summary>
internal sealed class ServerNames
{
    private readonly HashSet<string> _own = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);

    public ServerNames(IPAddress listen, IEnumerable<string> allowed)
    {
        _given.UnionWith(allowed.Select(WithoutBrackets));
        var isAny = listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any);
        if (isAny || IPAddress.IsLoopback(listen))
        {
            _own.Add("localhost");
        }

        _own.Add(isAny ? IPAddress.Loopback.ToString() : listen.ToString());
        if (listen.Equals(IPAddress.IPv6Any))
        {
            _own.Add(IPAddress.IPv6Loopback.ToString());
        }
    }

    /// <summary>Gets the names, for messages.</summary>
    public string List => string.Join(", ", _own.Concat(_given).Order(StringComparer.Ordinal));

    /// <summary>Tells whether a request was sent to this server; the port may be another one, as behind a tunnel.</summary>
    public bool Contains(HostString host) =>
        host.HasValue && (_own.Contains(WithoutBrackets(host.Host)) || _given.Contains(WithoutBrackets(host.Host)));

    /// <summary>
    /// Tells whether an Origin header is that of the page that this server hands out under the name that the request has. What is reached
    /// by a name that was given may be encrypted by a proxy.
    /// </summary>
    public bool IsOwnOrigin(string origin, HostString host)
    {
        if (!host.HasValue || !Uri.TryCreate(origin, UriKind.Absolute, out var given))
        {
            return false;
        }

        var isEncrypted = given.Scheme == Uri.UriSchemeHttps && _given.Contains(WithoutBrackets(host.Host));
        return (isEncrypted || given.Scheme == Uri.UriSchemeHttp)
            && Uri.TryCreate($"{given.Scheme}://{host.Value}", UriKind.Absolute, out var own)
            && own.GetLeftPart(UriPartial.Authority) == given.GetLeftPart(UriPartial.Authority)
            && given.PathAndQuery == "/";
    }

    private static string WithoutBrackets(string name) => name.Trim('[', ']');
}
