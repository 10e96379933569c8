using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Sessions;

/// <summary>Tells whether two pools are the same: shape, names of the features, and every bit of every value, in order.</summary>
public static class PoolFingerprint
{
    /// <summary>Many sessions may run over one pool, which does not change.</summary>
    private static readonly ConditionalWeakTable<FeatureMatrix, string> Known = [];

    /// <summary>The number of values that are hashed at a time.</summary>
    private const int PartLength = 1 << 26;

    /// <summary>Computes the fingerprint of rows.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <returns>The SHA-256 of shape, names and values, 64 hexadecimal digits; the same on every system.</returns>
    public static string Of(FeatureMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Known.GetValue(rows, Compute);
    }

    private static string Compute(FeatureMatrix rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> shape = stackalloc byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(shape, rows.RowCount);
        BinaryPrimitives.WriteInt32LittleEndian(shape[sizeof(int)..], rows.FeatureCount);
        hash.AppendData(shape);
        foreach (var name in rows.FeatureNames ?? [])
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name + '\n'));
        }

        if (BitConverter.IsLittleEndian)
        {
            // In parts: a span of bytes cannot hold what a pool of more than 2^29 values has.
            for (var rest = rows.Values; !rest.IsEmpty;)
            {
                var part = rest[..Math.Min(PartLength, rest.Length)];
                hash.AppendData(MemoryMarshal.AsBytes(part));
                rest = rest[part.Length..];
            }
        }
        else
        {
            Span<byte> bytes = stackalloc byte[sizeof(float)];
            foreach (var value in rows.Values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                hash.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
