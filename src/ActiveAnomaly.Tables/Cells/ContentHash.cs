namespace ActiveAnomaly.Tables.Cells;

/// <summary>
/// A hash of 64 bits, the same on every machine and in every run, as it is kept in files. Each word goes through the finalizer of
/// SplitMix64, which gives different words different states. No defence against those who look for two contents of the same hash.
/// </summary>
internal struct ContentHash
{
    private const ulong Step = 0x9e3779b97f4a7c15;
    private const int BytesPerWord = sizeof(ulong);
    private const int CharsPerWord = sizeof(ulong) / sizeof(char);

    /// <summary>Gets the hash of what was added so far.</summary>
    public ulong Value { get; private set; }

    /// <summary>Gives the hash of a text.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = default(ContentHash);
        hash.Add(text);
        return hash.Value;
    }

    /// <summary>Gives the hash of what was added before and a word more.</summary>
    public static ulong Combine(ulong hash, ulong word)
    {
        var x = (hash ^ word) + Step;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    /// <summary>Gives the bits of a number to hash: one for all NaN, and for 0 and -0.</summary>
    public static ulong BitsOf(double number) =>
        BitConverter.DoubleToUInt64Bits(double.IsNaN(number) ? double.NaN : number == 0 ? 0 : number);

    public void Add(ulong word) => Value = Combine(Value, word);

    /// <summary>Adds a text and its length, so that two texts are told from one that both make.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        Add((ulong)text.Length);
        for (; text.Length >= CharsPerWord; text = text[CharsPerWord..])
        {
            Add(text[0] | ((ulong)text[1] << 16) | ((ulong)text[2] << 32) | ((ulong)text[3] << 48));
        }

        var last = 0UL;
        foreach (var letter in text)
        {
            last = (last << 16) | letter;
        }

        Add(last);
    }

    /// <summary>Adds bytes and their number.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add((ulong)bytes.Length);
        for (; bytes.Length >= BytesPerWord; bytes = bytes[BytesPerWord..])
        {
            Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        var last = 0UL;
        foreach (var value in bytes)
        {
            last = (last << 8) | value;
        }

        Add(last);
    }

    /// <summary>Adds a cell as the source has it.</summary>
    public void Add(Cell cell)
    {
        if (cell.IsNumber)
        {
            // No text is as long.
            Add(ulong.MaxValue);
            Add(BitsOf(cell.Number));
        }
        else
        {
            Add(cell.Text);
        }
    }
}
