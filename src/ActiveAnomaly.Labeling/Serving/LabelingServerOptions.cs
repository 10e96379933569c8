using System.Net;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>The options of a labelling server.</summary>
public sealed record LabelingServerOptions
{
    /// <summary>
    /// Gets the port, from 0 to 65535; 0 takes any that is free. Null, the default, takes <see cref="Defaults.Port"/> where that is free
    /// and any other where it is not.
    /// </summary>
    public int? Port { get; init; }

    /// <summary>
    /// Gets the address of this machine that is listened on. The default is the loopback address, which only programs of this machine
    /// reach. Any other needs <see cref="Token"/> and <see cref="AllowedHosts"/>. The server speaks plain HTTP: what leaves the machine
    /// belongs behind a proxy that encrypts.
    /// </summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// Gets the secret that clients show, <see cref="Defaults.ShortestToken"/> to <see cref="Defaults.LongestToken"/> letters, digits and
    /// - . _ ~ of ASCII; null, the default, draws 256 random bits.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>
    /// Gets the names, without port, that the server may be called by in the Host header beside those of the loopback address and of
    /// <see cref="Listen"/>: the name that people type, or that a proxy passes on. Other names are refused, so that no foreign page can
    /// make a browser believe that it is this server.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Gets the size of the largest request in bytes, from 1,024; the default is <see cref="Defaults.BodyLimit"/>.</summary>
    public long BodyLimit { get; init; } = Defaults.BodyLimit;

    /// <summary>
    /// Gets the size of the largest file of labels in bytes, from 1,024; the default is <see cref="Defaults.ImportLimit"/>.
    /// </summary>
    public long ImportLimit { get; init; } = Defaults.ImportLimit;

    /// <summary>
    /// Gets what is told about failures that nobody foresaw, and of the store; null, the default, for nobody. Whoever sent the request is
    /// told either way, with the message; the logger gets the type of the error and where it happened, and so nothing of what stands in a
    /// table.
    /// </summary>
    public ILogger? Logger { get; init; }

    /// <summary>Gets how long a stream of events is silent before a sign of life. Tests shorten it.</summary>
    internal TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets how long the store may take to answer for the server to be ready. Tests lengthen it: machines may be slow.</summary>
    internal TimeSpan StorePatience { get; init; } = StoreHealth.UsualPatience;

    /// <summary>Gets where the page's files lie. Tests have files of their own.</summary>
    internal Assembly Page { get; init; } = typeof(LabelingServerOptions).Assembly;

    /// <summary>Gets the clock of streams of events.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Checks every rule; the server calls it.</summary>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, or the server would be reached from other machines without a token and names that were given.
    /// </exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Listen, "options." + nameof(Listen));
        ArgumentNullException.ThrowIfNull(AllowedHosts, "options." + nameof(AllowedHosts));
        ArgumentOutOfRangeException.ThrowIfLessThan(Port ?? 0, 0, "options." + nameof(Port));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port ?? 0, IPEndPoint.MaxPort, "options." + nameof(Port));
        ArgumentOutOfRangeException.ThrowIfLessThan(BodyLimit, Defaults.SmallestLimit, "options." + nameof(BodyLimit));
        ArgumentOutOfRangeException.ThrowIfLessThan(ImportLimit, Defaults.SmallestLimit, "options." + nameof(ImportLimit));
        ValidateToken();
        foreach (var name in AllowedHosts)
        {
            if (Uri.CheckHostName(name) is UriHostNameType.Unknown or UriHostNameType.Basic)
            {
                throw new ArgumentException(
                    $"'{name}' is no name of a host. Give a name such as labels.example.org or an address, without http:// and port.",
                    "options." + nameof(AllowedHosts));
            }
        }

        ValidateReach();
    }

    private void ValidateToken()
    {
        if (Token is null)
        {
            return;
        }

        if (Token.Length is < Defaults.ShortestToken or > Defaults.LongestToken)
        {
            throw new ArgumentException(
                $"The token has {Token.Length} characters; {Defaults.ShortestToken} to {Defaults.LongestToken} are allowed. "
                + $"Give a {(Token.Length < Defaults.ShortestToken ? "longer" : "shorter")} one"
                + $"{(IPAddress.IsLoopback(Listen) ? ", or none to have one drawn" : string.Empty)}.",
                "options." + nameof(Token));
        }

        foreach (var character in Token)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !"-._~".Contains(character, StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"The token holds '{character}'; letters and digits of ASCII and - . _ ~ are allowed, which stand in an address as "
                    + "they are.",
                    "options." + nameof(Token));
            }
        }
    }

    private void ValidateReach()
    {
        if (IPAddress.IsLoopback(Listen) || (Token is not null && AllowedHosts.Count > 0))
        {
            return;
        }

        var missing = (Token, AllowedHosts.Count) switch
        {
            (null, 0) => "a token of your own (options.Token) and the names that it may be called by (options.AllowedHosts)",
            (null, _) => "a token of your own (options.Token)",
            _ => "the names that it may be called by (options.AllowedHosts)",
        };
        throw new ArgumentException(
            $"A server that listens on {Listen} is reached from other machines, and needs {missing}. Give that, or listen on the loopback "
            + "address (the default), and have a proxy that encrypts in front.",
            "options." + nameof(Listen));
    }

    /// <summary>The defaults and limits.</summary>
    public static class Defaults
    {
        /// <summary>The port that is tried first where none is given.</summary>
        public const int Port = 5273;

        /// <summary>The size of the largest request in bytes: 1 MiB.</summary>
        public const long BodyLimit = 1 << 20;

        /// <summary>The size of the largest file of labels in bytes: 64 MiB.</summary>
        public const long ImportLimit = 64 << 20;

        /// <summary>The length of the shortest token.</summary>
        public const int ShortestToken = 16;

        /// <summary>The length of the longest token.</summary>
        public const int LongestToken = 500;

        internal const long SmallestLimit = 1024;
    }
}
