using System.Buffers.Binary;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>
/// Looks through the description at the end of a Parquet file (Thrift's compact protocol) before the library reads it: at one that is
/// damaged the library may go on for ever behind its end.
/// </summary>
internal ref struct ParquetFooter
{
    private const int TailLength = 8;
    private const int MostLevels = 64;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    private ParquetFooter(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Requires a whole description, and leaves the stream at its beginning.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static void RequireWhole(Stream stream)
    {
        Span<byte> tail = stackalloc byte[TailLength];
        if (stream.Length < 2 * TailLength)
        {
            throw new InvalidDataException("It is too short.");
        }

        stream.Seek(-TailLength, SeekOrigin.End);
        stream.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!tail.EndsWith("PAR1"u8) || length <= 0 || length > stream.Length - TailLength)
        {
            throw new InvalidDataException("Its end is none of a Parquet file.");
        }

        var bytes = new byte[length];
        stream.Seek(-TailLength - length, SeekOrigin.End);
        stream.ReadExactly(bytes);
        stream.Seek(0, SeekOrigin.Begin);
        new ParquetFooter(bytes).Struct(level: 0);
    }

    private void Struct(int level)
    {
        for (var header = Byte(); header != 0; header = Byte())
        {
            // A field's number that is not told by the one before.
            if (header >> 4 == 0)
            {
                Varint();
            }

            if ((header & 15) > 2)
            {
                Value(header & 15, level);
            }
        }
    }

    private void Value(int type, int level)
    {
        if (level > MostLevels)
        {
            throw Damaged();
        }

        switch (type)
        {
            case 1 or 2 or 3: // Truth values in a list, bytes.
                Skip(1);
                break;
            case 4 or 5 or 6: // Whole numbers.
                Varint();
                break;
            case 7: // Double precision.
                Skip(8);
                break;
            case 8: // Bytes of text.
                Skip(Varint());
                break;
            case 9 or 10: // Lists and sets.
                var header = Byte();
                var count = header >> 4 == 15 ? Varint() : (ulong)(header >> 4);
                Values(count, header & 15, 0, level);
                break;
            case 11: // Maps.
                if (Varint() is > 0 and var pairs)
                {
                    var types = Byte();
                    Values(pairs, types >> 4, types & 15, level);
                }

                break;
            case 12:
                Struct(level + 1);
                break;
            default:
                throw Damaged();
        }
    }

    private void Values(ulong count, int type, int otherType, int level)
    {
        // Each takes a byte at least.
        if (count > (ulong)(_bytes.Length - _position))
        {
            throw Damaged();
        }

        for (var i = 0UL; i < count; i++)
        {
            Value(type, level + 1);
            if (otherType != 0)
            {
                Value(otherType, level + 1);
            }
        }
    }

    private int Byte() => _position < _bytes.Length ? _bytes[_position++] : throw Damaged();

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private void Skip(ulong count)
    {
        if (count > (ulong)(_bytes.Length - _position))
        {
            throw Damaged();
        }

        _position += (int)count;
    }

    private static InvalidDataException Damaged() => new("The description of its columns is damaged.");
}
