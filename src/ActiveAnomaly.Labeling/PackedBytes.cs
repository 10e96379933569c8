using System.IO.Compression;

namespace ActiveAnomaly.Labeling;

/// <summary>Bytes of which many are alike, in few (Brotli).</summary>
internal static class PackedBytes
{
    private const int Quality = 4;
    private const int Window = 22;

    public static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, packed, out var length, Quality, Window)
            ? packed[..length]
            : throw new InvalidOperationException($"{bytes.Length} bytes did not fit in {packed.Length} packed ones.");
    }

    /// <summary>Unpacks so many bytes.</summary>
    /// <exception cref="FormatException">They are damaged, or not so many.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, int length)
    {
        var bytes = new byte[length];
        return BrotliDecoder.TryDecompress(packed, bytes, out var written) && written == length
            ? bytes
            : throw new FormatException($"What is packed is not {length} bytes.");
    }
}
