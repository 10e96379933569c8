using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>The secret that clients show. Immutable.</summary>
internal sealed class ServerToken
{
    private const int RandomByteCount = 32;
    private const int NameByteCount = 4;
    private readonly byte[] _hash;

    /// <param name="text">The token; null draws one of 256 random bits.</param>
    public ServerToken(string? text)
    {
        Text = text ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomByteCount));
        _hash = HashOf(Text);
    }

    public string Text { get; }

    /// <summary>Gets a name that servers of one token have in common: it tells who shares a token, and not what it is.</summary>
    public string Name => Convert.ToHexStringLower(HashOf($"active-anomaly, the name of the token {Text}").AsSpan(0, NameByteCount));

    /// <summary>
    /// Tells whether a text is the token, in a time that does not depend on how much of it is right: hashes are compared, which also have
    /// equal lengths.
    /// </summary>
    public bool Is(string? text) => text is not null && CryptographicOperations.FixedTimeEquals(HashOf(text), _hash);

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
