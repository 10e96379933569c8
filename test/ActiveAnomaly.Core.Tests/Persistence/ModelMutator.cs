using System.Buffers.Binary;
using System.Text;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Damages model files in many ways, always under a valid checksum, so that what lies behind the checksum is tested. Not
/// thread safe.
/// </summary>
internal sealed class ModelMutator(int seed)
{
    private static readonly string[] JsonValues =
    [
        "null", "0", "-1", "1", "2", "2147483647", "-2147483648", "4294967296", "9223372036854775807", "1e400", "-1e400",
        "1e38", "1e-45", "NaN", "true",
        "\"\"", "\"Ensemble\"", "\"OneClass\"", "\"Autoencoder\"", "\"NceOptions\"", "\"AutoencoderOptions\"", "\"None\"",
        "\"Sigmoid\"", "\"BatchNormLeakyRelu\"",
        "[]", "[0]", "[2147483647,2147483647]", "{}", "[[]]",
    ];

    private static readonly float[] Numbers =
    [
        0f, -0f, -1f, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, 1e30f, -1e30f, float.NaN,
        float.PositiveInfinity, float.NegativeInfinity,
    ];

    private readonly Random _random = new(seed);

    /// <summary>Gives a damaged copy of a file.</summary>
    public byte[] Mutate(byte[] file)
    {
        var (header, payload) = (
            Encoding.UTF8.GetString(file, ModelFile.PrefixLength, ModelFile.HeaderLength(file)),
            ModelFile.Payload(file));
        var version = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4));
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            switch (_random.Next(8))
            {
                case 0 or 1 or 2:
                    header = WithOtherValue(header);
                    break;
                case 3:
                    header = WithOtherCharacters(header);
                    break;
                case 4 or 5:
                    MutateNumbers(payload);
                    break;
                case 6:
                    payload = WithOtherLength(payload);
                    break;
                default:
                    MutateMember(payload);
                    break;
            }
        }

        return ModelFile.Of(header, payload, _random.Next(50) == 0 ? 3 - version : version);
    }

    /// <summary>Replaces one value of the JSON text by another.</summary>
    private string WithOtherValue(string json)
    {
        var colons = Enumerable.Range(0, json.Length).Where(i => json[i] is ':' or ',' or '[').ToArray();
        if (colons.Length == 0)
        {
            return json;
        }

        var start = colons[_random.Next(colons.Length)] + 1;
        var end = json.IndexOfAny([',', '}', ']'], start);
        return end < 0 ? json : json[..start] + JsonValues[_random.Next(JsonValues.Length)] + json[end..];
    }

    private string WithOtherCharacters(string json)
    {
        if (json.Length == 0)
        {
            return json;
        }

        var start = _random.Next(json.Length);
        var length = Math.Min(_random.Next(0, 8), json.Length - start);
        var inserted = new string([.. Enumerable.Range(0, _random.Next(0, 4)).Select(_ => (char)_random.Next(32, 127))]);
        return json[..start] + inserted + json[(start + length)..];
    }

    private void MutateNumbers(Span<byte> payload)
    {
        for (var count = _random.Next(1, 6); count > 0 && payload.Length >= sizeof(float); count--)
        {
            var at = _random.Next(payload.Length / sizeof(float)) * sizeof(float);
            if (_random.Next(3) == 0)
            {
                payload[at + _random.Next(sizeof(float))] = (byte)_random.Next(256);
            }
            else
            {
                BinaryPrimitives.WriteSingleLittleEndian(payload[at..], Numbers[_random.Next(Numbers.Length)]);
            }
        }
    }

    private byte[] WithOtherLength(byte[] payload)
    {
        var at = _random.Next(payload.Length + 1);
        return _random.Next(2) == 0
            ? payload[..at]
            : [.. payload.AsSpan(0, at), .. new byte[_random.Next(1, 64)], .. payload.AsSpan(at)];
    }

    /// <summary>Damages a member of an ensemble in place, under a valid checksum of its own.</summary>
    private void MutateMember(Span<byte> payload)
    {
        var at = payload.IndexOf("AADM"u8);
        var end = at < 0 ? -1 : payload[(at + 4)..].IndexOf("AADM"u8);
        if (end < 0)
        {
            MutateNumbers(payload);
            return;
        }

        // Between two members lies the second one's calibration, of two numbers at least; its end is not known, so a few are tried.
        var member = payload.Slice(at, end + 4 - (2 * sizeof(float)));
        var copy = member.ToArray();
        var damaged = ModelFile.HeaderLength(copy) is var length
            && length > 0
            && length < copy.Length - ModelFile.PrefixLength - ModelFile.DigestLength
            ? copy.AsSpan(ModelFile.PrefixLength, copy.Length - ModelFile.PrefixLength - ModelFile.DigestLength)
            : default;
        if (damaged.Length > 0)
        {
            damaged[_random.Next(damaged.Length)] = (byte)_random.Next(32, 127);
            ModelFile.Sealed(copy).CopyTo(member);
        }
    }
}
