using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace ActiveAnomaly.Tables.Packing;

/// <summary>
/// Writes numbers and texts as few bytes: small numbers take one; texts are UTF-8, or UTF-16 where they are no well-formed text, so that
/// each comes back as it was.
/// </summary>
internal sealed class PackedWriter
{
    private const int MostBytesPerChar = 3;
    private const int MostNumberLength = 10;

    private byte[] _bytes = new byte[256];

    /// <summary>Gets the number of bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Gets what was written; valid until more is written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Begins anew.</summary>
    public void Clear() => Length = 0;

    public void WriteByte(byte value) => Reserve(1)[0] = value;

    /// <summary>Writes a number, seven bits a byte, the lowest first.</summary>
    public void WriteNumber(ulong value)
    {
        var length = WriteNumber(Reserve(MostNumberLength, keep: 0), value);
        Length += length;
    }

    /// <summary>Writes a number that may be negative; small magnitudes take few bytes.</summary>
    public void WriteSigned(long value) => WriteNumber((ulong)((value << 1) ^ (value >> 63)));

    public void WriteWord(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);

    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Writes a text: its number of bytes, doubled, one more where it is UTF-16, and the bytes.</summary>
    public void WriteText(ReadOnlySpan<char> text)
    {
        // The bytes are written where the longest number leaves room, and moved up behind their own.
        var room = Reserve(checked(MostNumberLength + (text.Length * MostBytesPerChar)), keep: 0);
        var isUtf8 = Utf8.FromUtf16(text, room[MostNumberLength..], out _, out var length, replaceInvalidSequences: false)
            == OperationStatus.Done;
        if (!isUtf8)
        {
            length = text.Length * sizeof(char);
            for (var i = 0; i < text.Length; i++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(room[(MostNumberLength + (i * sizeof(char)))..], text[i]);
            }
        }

        var begin = WriteNumber(room, ((ulong)length << 1) | (isUtf8 ? 0UL : 1));
        room.Slice(MostNumberLength, length).CopyTo(room[begin..]);
        Length += begin + length;
    }

    private static int WriteNumber(Span<byte> bytes, ulong value)
    {
        var length = 0;
        for (; value > 0x7f; value >>= 7)
        {
            bytes[length++] = (byte)(value | 0x80);
        }

        bytes[length++] = (byte)value;
        return length;
    }

    private Span<byte> Reserve(int count) => Reserve(count, keep: count);

    private Span<byte> Reserve(int count, int keep)
    {
        if (count > _bytes.Length - Length)
        {
            var needed = checked(Length + count);
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length)));
        }

        var room = _bytes.AsSpan(Length);
        Length += keep;
        return room;
    }
}
