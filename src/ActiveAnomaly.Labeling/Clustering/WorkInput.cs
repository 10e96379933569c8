using System.Security.Cryptography;

namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>Bytes that many items of work share, and that each silo gets once. Immutable and thread safe.</summary>
public sealed class WorkInput
{
    /// <summary>Creates an input.</summary>
    /// <param name="content">The bytes, which belong to the input from then on.</param>
    public WorkInput(ReadOnlyMemory<byte> content)
    {
        Content = content;
        Hash = Convert.ToHexString(SHA256.HashData(content.Span));
    }

    /// <summary>Gets the bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Gets what the input goes by: the SHA-256 hash of its bytes, in hexadecimal.</summary>
    public string Hash { get; }
}
