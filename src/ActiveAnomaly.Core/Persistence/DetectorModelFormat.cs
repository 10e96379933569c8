using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>Reads and writes trained detectors. Every format released stays readable.</summary>
/// <remarks>
/// Layout, little-endian: the four bytes "AADM"; the format's version (int32); the length of the header in bytes (int32); the
/// header (JSON, UTF-8); the numbers (float32): layer by layer weights [outputs x inputs], running means, running
/// variances, then the centre [h] unless the model is an autoencoder, then the UAI head [h + 2] if there is one; and the
/// first 16 bytes of the SHA-256 of all that. Thread safe.
/// </remarks>
public static class DetectorModelFormat
{
    /// <summary>The version that is written, and the newest that can be read.</summary>
    public const int CurrentVersion = 1;

    private const int PrefixLength = 12;
    private const int DigestLength = 16;

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
    };

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
        if (model is not NetworkModel network)
        {
            throw new NotSupportedException($"Models of type {model.GetType().Name} have no file format; those of the library's network detectors have.");
        }

        var center = network is DeepOneClassModel oneClass ? oneClass.Center : default;
        var head = network.Head is null ? default : network.Head.Parameters;
        var header = JsonSerializer.SerializeToUtf8Bytes(ModelHeader.Of(network), Json);
        var numberCount = NumberCount(network.Network.Shape) + center.Length + head.Length;
        var bytes = new byte[checked((int)(PrefixLength + header.Length + (4 * numberCount) + DigestLength))];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), CurrentVersion);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), header.Length);
        header.CopyTo(bytes.AsSpan(PrefixLength));
        var writer = new NumberWriter(bytes.AsSpan(PrefixLength + header.Length));
        foreach (var layer in network.Network.Layers)
        {
            writer.Write(layer.Weights);
            writer.Write(layer.RunningMean);
            writer.Write(layer.RunningVariance);
        }

        writer.Write(center);
        writer.Write(head);
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

        var header = ReadHeader(content.Slice(PrefixLength, headerLength));
        return ReadNumbers(header, content[(PrefixLength + headerLength)..]);
    }

    private static ModelFormatException Truncated(int length) =>
        new($"The model is truncated or damaged: its {length} bytes do not match their checksum. Copy the file again, or save the model again.");

    private static ModelHeader ReadHeader(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelHeader>(json, Json) ?? throw new ModelFormatException("The model's header is empty.");
        }
        catch (JsonException exception)
        {
            throw new ModelFormatException($"The model's header cannot be read: {exception.Message}", exception);
        }
    }

    private static NetworkModel ReadNumbers(ModelHeader header, ReadOnlySpan<byte> numbers)
    {
        if (!float.IsFinite(header.Threshold) || !float.IsFinite(header.Radius ?? 0f))
        {
            throw new ModelFormatException($"The model's threshold is {header.Threshold} and its radius {header.Radius}; both must be finite. The file is damaged.");
        }

        var shape = header.Shape();
        var isAutoencoder = header.Autoencoder is not null;
        var codeSize = isAutoencoder ? shape.Layers[(shape.Layers.Count / 2) - 1].OutputSize : shape.OutputSize;
        var expected = NumberCount(shape) + (isAutoencoder ? 0 : codeSize) + (header.HasHead ? codeSize + 2 : 0);
        if (numbers.Length != 4 * expected)
        {
            throw new ModelFormatException($"The model {shape} needs {expected} numbers and has {numbers.Length / 4.0:0.##}; the file is damaged.");
        }

        var reader = new NumberReader(numbers);
        var layers = new List<LayerParameters>(shape.Layers.Count);
        foreach (var layer in shape.Layers)
        {
            var statistics = StatisticsCount(layer);
            var weights = reader.Read(layer.InputSize * layer.OutputSize);
            layers.Add(new LayerParameters(layer, weights, reader.Read(statistics), reader.Read(statistics)));
        }

        var network = new NetworkParameters(shape, layers);
        var center = reader.Read(isAutoencoder ? 0 : codeSize);
        var head = header.HasHead ? new UaiHead(reader.Read(codeSize + 2)) : null;
        return isAutoencoder
            ? new AutoencoderModel(header.Origin(), network, head, header.Threshold)
            : new DeepOneClassModel(header.Origin(), network, center, head, header.Radius, header.Threshold);
    }

    private static int StatisticsCount(LayerShape layer) => layer.Activation == Activation.BatchNormLeakyRelu ? layer.OutputSize : 0;

    private static long NumberCount(NetworkShape shape)
    {
        var count = 0L;
        foreach (var layer in shape.Layers)
        {
            count += ((long)layer.InputSize * layer.OutputSize) + (2L * StatisticsCount(layer));
        }

        return count;
    }

    private ref struct NumberWriter(Span<byte> target)
    {
        private Span<byte> _rest = target;

        public void Write(ReadOnlySpan<float> values)
        {
            foreach (var value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(_rest, value);
                _rest = _rest[4..];
            }
        }
    }

    private ref struct NumberReader(ReadOnlySpan<byte> source)
    {
        private ReadOnlySpan<byte> _rest = source;

        public float[] Read(int count)
        {
            var values = new float[count];
            for (var i = 0; i < count; i++)
            {
                values[i] = BinaryPrimitives.ReadSingleLittleEndian(_rest[(4 * i)..]);
            }

            _rest = _rest[(4 * count)..];
            return FeatureMatrix.IndexOfNonFinite(values) < 0
                ? values
                : throw new ModelFormatException("The model holds a number that is NaN or infinite; the file is damaged.");
        }
    }
}
