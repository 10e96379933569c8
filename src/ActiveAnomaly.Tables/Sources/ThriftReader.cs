namespace ActiveAnomaly.Tables.Sources;

/// <summary>Goes through bytes of Thrift's compact protocol, in which Parquet describes its columns and pages.</summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int MostLevels = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Gets the place of the next byte.</summary>
    public int Position { get; private set; }

    /// <summary>Goes on to the next field of a struct.</summary>
    /// <param name="number">The number of the field before, 0 at the beginning; receives that of the next.</param>
    /// <param name="type">Receives the type of its value, which comes next.</param>
    /// <returns>Whether there is one; where there is none the struct has ended.</returns>
    /// <exception cref="InvalidDataException">The bytes end before.</exception>
    public bool NextField(ref int number, out int type)
    {
        var header = Byte();
        type = header & 15;
        number = header == 0 ? number : header >> 4 == 0 ? (int)WholeNumber() : number + (header >> 4);
        return header != 0;
    }

    /// <summary>Reads a whole number with a sign.</summary>
    /// <exception cref="InvalidDataException">The bytes end before.</exception>
    public long WholeNumber() => Varint() is var value && (value & 1) == 0 ? (long)(value >> 1) : ~(long)(value >> 1);

    /// <summary>Goes to the end of a struct.</summary>
    /// <exception cref="InvalidDataException">The bytes end before, or hold what is no struct.</exception>
    public void SkipStruct(int level = 0)
    {
        var number = 0;
        while (NextField(ref number, out var type))
        {
            SkipField(type, level);
        }
    }

    /// <summary>Goes to the end of the value of a field; truth values have none behind their type.</summary>
    /// <exception cref="InvalidDataException">The bytes end before, or hold what is no value.</exception>
    public void SkipField(int type, int level = 0)
    {
        if (type > 2)
        {
            Value(type, level);
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
                SkipStruct(level + 1);
                break;
            default:
                throw Damaged();
        }
    }

    private void Values(ulong count, int type, int otherType, int level)
    {
        // Each takes a byte at least.
        if (count > (ulong)(_bytes.Length - Position))
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

    private int Byte() => Position < _bytes.Length ? _bytes[Position++] : throw Damaged();

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
        if (count > (ulong)(_bytes.Length - Position))
        {
            throw Damaged();
        }

        Position += (int)count;
    }

    private static InvalidDataException Damaged() => new("The description of its columns is damaged.");
}
