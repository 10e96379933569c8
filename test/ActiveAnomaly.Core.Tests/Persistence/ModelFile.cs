using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ActiveAnomaly.Persistence;

/// <summary>Takes model files apart and puts them together again under a valid checksum, as whoever makes files on purpose does.</summary>
internal static class ModelFile
{
    public const int PrefixLength = 12;
    public const int DigestLength = 16;

    public static int HeaderLength(ReadOnlySpan<byte> file) => BinaryPrimitives.ReadInt32LittleEndian(file[8..]);

    public static JsonObject Header(ReadOnlySpan<byte> file) => JsonNode.Parse(file.Slice(PrefixLength, HeaderLength(file)))!.AsObject();

    public static byte[] Payload(ReadOnlySpan<byte> file) => file[(PrefixLength + HeaderLength(file))..^DigestLength].ToArray();

    public static byte[] Of(string header, ReadOnlySpan<byte> payload, int version = DetectorModelFormat.CurrentVersion)
    {
        var json = Encoding.UTF8.GetBytes(header);
        byte[] file = [.. "AADM"u8, .. new byte[8], .. json, .. payload, .. new byte[DigestLength]];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), version);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), json.Length);
        return Sealed(file);
    }

    public static byte[] WithHeader(ReadOnlySpan<byte> file, string header) =>
        Of(header, Payload(file), BinaryPrimitives.ReadInt32LittleEndian(file[4..]));

    /// <summary>Puts the right checksum under altered bytes.</summary>
    public static byte[] Sealed(byte[] file)
    {
        SHA256.HashData(file.AsSpan(0, file.Length - DigestLength)).AsSpan(0, DigestLength).CopyTo(file.AsSpan(file.Length - DigestLength));
        return file;
    }

    /// <summary>Reads a committed file.</summary>
    public static byte[] Fixture(string name)
    {
        using var stream = typeof(ModelFile).Assembly.GetManifestResourceStream($"{name}.aadm")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
