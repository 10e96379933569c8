using System.Buffers.Binary;

namespace ActiveAnomaly.Persistence;

/// <summary>Writes numbers one after the other, little-endian.</summary>
internal ref struct NumberWriter(Span<byte> target)
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
