using System.Buffers.Binary;
using System.Text;

namespace ActiveAnomaly.Tables.Packing;

/// <summary>Reads what <see cref="PackedWriter"/> wrote.</summary>
/// <param name="bytes">The bytes.</param>
internal ref struct PackedReader(ReadOnlySpan<byte> bytes)
{
    private const int BitsPerWord = 64;
    private const int BitsPerByte = 7;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Gets the number of bytes that are left.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Gets the bytes that are left.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte ReadByte() => Take(1)[0];

    public ulong ReadNumber()
    {
        var value = 0UL;
        for (var shift = 0; shift < BitsPerWord; shift += BitsPerByte)
        {
            var part = ReadByte();
            value |= (ulong)(part & 0x7f) << shift;
            if (part <= 0x7f)
            {
                return value;
            }
        }

        throw new FormatException("a number has more than 64 bits");
    }

    public long ReadSigned()
    {
        var value = ReadNumber();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ulong ReadWord() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>Reads a count of things of which each takes at least some bytes, so that no damaged count asks for memory.</summary>
    public int ReadCount(int leastBytesEach)
    {
        var count = ReadNumber();
        return count <= (ulong)(_rest.Length / leastBytesEach)
            ? (int)count
            : throw new FormatException($"{count} things of at least {leastBytesEach} bytes do not fit in {_rest.Length} bytes");
    }

    public string ReadText()
    {
        var text = ReadBytes(out var isUtf16);
        return isUtf16
            ? string.Create(text.Length / sizeof(char), text, static (letters, bytes) =>
            {
                // The decoder would put other characters in the place of halves of pairs.
                for (var i = 0; i < letters.Length; i++)
                {
                    letters[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * sizeof(char))..]);
                }
            })
            : Encoding.UTF8.GetString(text);
    }

    /// <summary>Goes past a text.</summary>
    public void SkipText() => ReadBytes(out _);

    /// <summary>Reads the bytes of a text.</summary>
    /// <param name="isUtf16">Whether they are UTF-16, and not UTF-8.</param>
    public ReadOnlySpan<byte> ReadBytes(out bool isUtf16)
    {
        var length = ReadNumber();
        isUtf16 = (length & 1) == 1;
        return Take((int)Math.Min(length >> 1, int.MaxValue));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new FormatException($"{count} bytes are needed where {_rest.Length} are left");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
