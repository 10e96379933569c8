using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>Reads and writes trained detectors. Every format released stays readable.</summary>
/// <remarks>
/// Layout, little-endian: the four bytes "AADM"; the format's version (int32); the length of the header in bytes (int32); the
/// header (JSON, UTF-8), which says kind, name, seed, stage, threshold, options and what the kind's codec adds; the numbers that
/// the codec wrote; and the first 16 bytes of the SHA-256 of all that. docs/model-format.md has it in detail. Files may come from
/// anyone: what does not fit is refused, at a cost of no more than a small multiple of the file's size. Thread safe.
/// </remarks>
public static class DetectorModelFormat
{
    /// <summary>The version that is written, and the newest that can be read.</summary>
    public const int CurrentVersion = 2;

    private const int PrefixLength = 12;
    private const int DigestLength = 16;

    private static ReadOnlySpan<byte> Magic => "AADM"u8;

    /// <summary>
    /// Makes models of a kind of one's own savable and loadable, everywhere in this process: in files, ensembles and
    /// ML.NET's models.
    /// </summary>
    /// <param name="codec">Writes and reads them. The same type of codec again changes nothing.</param>
    /// <exception cref="ArgumentException">Another codec has the kind, the type of model or the name of a type of options.</exception>
    public static void Register(ModelCodec codec) => ModelCodecs.Register(codec);

    /// <summary>Tells whether a model's file could be read again, without writing one: whether all codecs for it are registered.</summary>
    /// <param name="model">The model.</param>
    /// <param name="reason">What is missing and what to do, as <see cref="ToBytes"/> would say it; null where nothing is.</param>
    /// <returns>Whether there are codecs for the model, for all models that it is made of, and for the types of their options.</returns>
    public static bool CanSave(DetectorModel model, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(model);
        reason = ModelCodecs.Refusal(model);
        return reason is null;
    }

    /// <summary>Saves a model to a file. The file is replaced only when all of it has been written.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="NotSupportedException">
    /// There is no codec for models of this type; <see cref="Register"/> adds one. Or the file could not be read again: see
    /// <see cref="ToBytes"/>.
    /// </exception>
    /// <exception cref="ArgumentException">The codec writes a number that is NaN or infinite, or facts that JSON would lose.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(DetectorModel model, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = ToBytes(model);
        WholeFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Loads a model from a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model; its scores have the same bits as before it was saved.</returns>
    /// <exception cref="ModelFormatException">The file is no model, is damaged, or is of a version that cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DetectorModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);

        // Whatever else the path leads to may be as large as a disk: the beginning tells whether the rest is worth reading.
        Span<byte> prefix = stackalloc byte[PrefixLength];
        RequirePrefix(prefix[..file.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false)], file.Length);
        var bytes = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(bytes);
        return FromBytes(bytes);
    }

    /// <summary>Gives a model as bytes.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The bytes that <see cref="Save"/> writes.</returns>
    /// <exception cref="NotSupportedException">
    /// There is no codec for models of this type; <see cref="Register"/> adds one. Or the file could not be read again: the codec does not
    /// name the type of the options (<see cref="ModelCodec.OptionsTypes"/>), or JSON cannot hold one of them; the message names it.
    /// </exception>
    /// <exception cref="ArgumentException">The codec writes a number that is NaN or infinite, or facts that JSON would lose.</exception>
    public static byte[] ToBytes(DetectorModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var codec = ModelCodecs.For(model);
        ModelCodecs.RequireReadable(codec, model);
        var writer = new ModelWriter();
        codec.WriteModel(model, writer);
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new ModelHeader
            {
                Kind = codec.Kind,
                Name = model.Name,
                Seed = model.Seed,
                Stage = model.Stage,
                Threshold = model.Threshold,
                FeatureCount = model.FeatureCount,
                OptionsType = model.Options.GetType().Name,
                Options = ModelJson.Write(model.Options),
                Content = writer.Content,
            },
            ModelJson.Options);
        var payload = writer.Payload;
        var bytes = new byte[checked(PrefixLength + header.Length + payload.Length + DigestLength)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), CurrentVersion);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), header.Length);
        header.CopyTo(bytes.AsSpan(PrefixLength));
        payload.CopyTo(bytes.AsSpan(PrefixLength + header.Length));
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - DigestLength))
            .AsSpan(0, DigestLength)
            .CopyTo(bytes.AsSpan(bytes.Length - DigestLength));
        return bytes;
    }

    /// <summary>Makes a model of bytes.</summary>
    /// <param name="bytes">What <see cref="ToBytes"/> gave.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The bytes are no model, are damaged, or are of a version that cannot be read.</exception>
    public static DetectorModel FromBytes(ReadOnlySpan<byte> bytes) => FromBytes(bytes, ModelPlace.Whole);

    /// <summary>Makes a model of bytes that stand by themselves, or in another model.</summary>
    internal static DetectorModel FromBytes(ReadOnlySpan<byte> bytes, ModelPlace place)
    {
        RequirePrefix(bytes, bytes.Length);
        var headerLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (headerLength < 0 || (long)PrefixLength + headerLength + DigestLength > bytes.Length)
        {
            throw Damaged(bytes.Length);
        }

        var content = bytes[..^DigestLength];
        if (!SHA256.HashData(content).AsSpan(0, DigestLength).SequenceEqual(bytes[^DigestLength..]))
        {
            throw Damaged(bytes.Length);
        }

        var json = content.Slice(PrefixLength, headerLength);
        var payload = content[(PrefixLength + headerLength)..];
        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        return Read(version == 1 ? VersionOne.Translate(json, payload, place) : ModelJson.Read<ModelHeader>(json), payload, place);
    }

    private static DetectorModel Read(ModelHeader header, ReadOnlySpan<byte> payload, ModelPlace place)
    {
        var codec = ModelCodecs.Of(header.Kind);
        if (!float.IsFinite(header.Threshold) || header.FeatureCount < 1 || header.Stage < 0)
        {
            throw new ModelFormatException(
                $"The model has the threshold {header.Threshold}, {header.FeatureCount} features and the stage "
                + $"{header.Stage}; a finite number, at least 1 and at least 0 are allowed. The file is damaged.");
        }

        var options = Options(header, codec);
        var reader = new ModelReader(header.FeatureCount, options, header.Content, payload, place);
        var model = codec.ReadModel(ref reader);
        if (reader.RemainingByteCount > 0 || model.FeatureCount != header.FeatureCount)
        {
            throw new ModelFormatException(
                $"The model takes {model.FeatureCount} features and leaves {reader.RemainingByteCount} bytes unread; its header speaks of "
                + $"{header.FeatureCount} features, and nothing may be left. The file is damaged.");
        }

        model.Complete(new ModelOrigin(header.Name, options, header.Seed, header.Stage, header.Threshold));
        return model;
    }

    private static DetectorOptions Options(ModelHeader header, ModelCodec codec)
    {
        var options = (DetectorOptions)ModelJson.Read(header.Options, ModelCodecs.OptionsType(codec, header.OptionsType));
        try
        {
            options.Validate();
            return options;
        }
        catch (ArgumentException exception)
        {
            throw new ModelFormatException($"The model's options cannot be: {exception.Message} The file is damaged.", exception);
        }
    }

    /// <summary>Throws unless the beginning is that of a model of a version that can be read.</summary>
    private static void RequirePrefix(ReadOnlySpan<byte> beginning, long length)
    {
        if (beginning.Length < PrefixLength || !beginning.StartsWith(Magic))
        {
            throw new ModelFormatException(
                $"This is no detector model: {length} bytes that do not begin with 'AADM'. "
                + "Give a file that DetectorModelFormat.Save wrote.");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(beginning[4..]);
        if (version is < 1 or > CurrentVersion)
        {
            throw new ModelFormatException(
                $"The model has format version {version}; this version of the library reads 1 to {CurrentVersion}. "
                + "Update the library, or save the model with an older one.");
        }

        if (length > Array.MaxLength)
        {
            throw new ModelFormatException($"The file has {length} bytes; a model has at most {Array.MaxLength}.");
        }
    }

    private static ModelFormatException Damaged(int length) =>
        new(
            $"The model is truncated or damaged: its {length} bytes do not match their checksum. "
            + "Copy the file again, or save the model again.");
}
