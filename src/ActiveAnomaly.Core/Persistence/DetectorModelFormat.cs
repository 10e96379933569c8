using System.Buffers.Binary;
using System.Security.Cryptography;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>Reads and writes trained detectors. Every format released stays readable.</summary>
/// <remarks>
/// Layout, little-endian: the four bytes "AADM"; the format's version (int32); the length of the header in bytes (int32); the
/// header (JSON, UTF-8); the content; and the first 16 bytes of the SHA-256 of all that. The content of a network model is
/// its numbers (float32): layer by layer weights [outputs x inputs], running means, running variances, then the centre [h]
/// unless the model is an autoencoder, then the UAI head [h + 2] if there is one. The content of an ensemble is, member by
/// member, its calibration (float32) and then its own bytes in this format. Thread safe.
/// </remarks>
public static class DetectorModelFormat
{
    /// <summary>The version that is written, and the newest that can be read.</summary>
    public const int CurrentVersion = 1;

    private const int PrefixLength = 12;
    private const int DigestLength = 16;

    private static ReadOnlySpan<byte> Magic => "AADM"u8;

    /// <summary>Saves a model to a file. The file is replaced only when all of it has been written.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="NotSupportedException">The model is of a kind that has no format.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(DetectorModel model, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = ToBytes(model);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Loads a model from a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model; its scores have the same bits as before it was saved.</returns>
    /// <exception cref="ModelFormatException">The file is no model, is damaged, or is of a version that cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DetectorModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FromBytes(File.ReadAllBytes(path));
    }

    /// <summary>Gives a model as bytes.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The bytes that <see cref="Save"/> writes.</returns>
    /// <exception cref="NotSupportedException">The model is of a kind that has no format.</exception>
    public static byte[] ToBytes(DetectorModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var (header, payload) = model switch
        {
            NetworkModel network => NetworkModelContent.Write(network),
            EnsembleModel ensemble => EnsembleModelContent.Write(ensemble),
            _ => throw new NotSupportedException($"Models of type {model.GetType().Name} have no file format; those of the library's own detectors have."),
        };
        var bytes = new byte[checked(PrefixLength + header.Length + payload.Length + DigestLength)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), CurrentVersion);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), header.Length);
        header.CopyTo(bytes.AsSpan(PrefixLength));
        payload.CopyTo(bytes.AsSpan(PrefixLength + header.Length));
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - DigestLength)).AsSpan(0, DigestLength).CopyTo(bytes.AsSpan(bytes.Length - DigestLength));
        return bytes;
    }

    /// <summary>Makes a model of bytes.</summary>
    /// <param name="bytes">What <see cref="ToBytes"/> gave.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The bytes are no model, are damaged, or are of a version that cannot be read.</exception>
    public static DetectorModel FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PrefixLength || !bytes.StartsWith(Magic))
        {
            throw new ModelFormatException($"This is no detector model: {bytes.Length} bytes that do not begin with 'AADM'. Give a file that DetectorModelFormat.Save wrote.");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (version is < 1 or > CurrentVersion)
        {
            throw new ModelFormatException($"The model has format version {version}; this version of the library reads 1 to {CurrentVersion}. Update the library, or save the model with an older one.");
        }

        var headerLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (headerLength < 0 || (long)PrefixLength + headerLength + DigestLength > bytes.Length)
        {
            throw Truncated(bytes.Length);
        }

        var content = bytes[..^DigestLength];
        if (!SHA256.HashData(content).AsSpan(0, DigestLength).SequenceEqual(bytes[^DigestLength..]))
        {
            throw Truncated(bytes.Length);
        }

        var json = content.Slice(PrefixLength, headerLength);
        var numbers = content[(PrefixLength + headerLength)..];
        return EnsembleModelContent.Is(json) ? EnsembleModelContent.Read(json, numbers) : NetworkModelContent.Read(json, numbers);
    }

    private static ModelFormatException Truncated(int length) =>
        new($"The model is truncated or damaged: its {length} bytes do not match their checksum. Copy the file again, or save the model again.");
}
