using System.IO.Compression;
using ActiveAnomaly.Tables.Cells;
using ActiveAnomaly.Tables.Packing;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// Row keys as bytes: a signature, the version, the length of the content unpacked, the content packed with Brotli, and the hash of all
/// before. The content: the word for places, the id column, the columns, the rows' hashes, lines as differences, ids.
/// </summary>
internal static class RowKeysFormat
{
    private const byte CurrentVersion = 1;
    private const int BrotliQuality = 4;
    private const int BrotliWindow = 22;

    private static ReadOnlySpan<byte> Signature => "AARK"u8;

    public static byte[] Write(RowKeys keys)
    {
        var content = new PackedWriter();
        WriteContent(keys, content);
        var file = new PackedWriter();
        file.WriteBytes(Signature);
        file.WriteByte(CurrentVersion);
        file.WriteNumber((ulong)content.Length);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        if (!BrotliEncoder.TryCompress(content.Written, packed, out var length, BrotliQuality, BrotliWindow))
        {
            throw new InvalidOperationException($"{content.Length} bytes do not fit in the {packed.Length} that Brotli asks for.");
        }

        file.WriteBytes(packed.AsSpan(0, length));
        file.WriteWord(HashOf(file.Written));
        return file.Written.ToArray();
    }

    public static RowKeys Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Signature))
        {
            throw new FormatException(
                $"These {bytes.Length} bytes are no row keys, which begin with 'AARK'. Give what RowKeys.ToBytes gave.");
        }

        var hashed = bytes[..Math.Max(0, bytes.Length - sizeof(ulong))];
        if (hashed.Length <= Signature.Length)
        {
            throw Damaged($"they end after {bytes.Length} bytes", null);
        }

        if (bytes[Signature.Length] != CurrentVersion)
        {
            throw new FormatException(
                $"The row keys have version {bytes[Signature.Length]}; version {CurrentVersion} can be read. Use a newer release of this "
                + "library, or take them again of the table (RowKeys.Of).");
        }

        try
        {
            return new PackedReader(bytes[hashed.Length..]).ReadWord() == HashOf(hashed)
                ? ReadContent(Unpacked(hashed[(Signature.Length + 1)..]))
                : throw new FormatException("their check sum is not that of the bytes before it");
        }
        catch (FormatException exception)
        {
            throw Damaged(exception.Message, exception);
        }
    }

    private static ulong HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = default(ContentHash);
        hash.Add(bytes);
        return hash.Value;
    }

    private static byte[] Unpacked(ReadOnlySpan<byte> file)
    {
        var reader = new PackedReader(file);
        var length = reader.ReadNumber();
        if (length > (ulong)Array.MaxLength)
        {
            throw new FormatException($"the content is said to have {length} bytes");
        }

        var content = new byte[length];
        return BrotliDecoder.TryDecompress(reader.Rest, content, out var written) && written == content.Length
            ? content
            : throw new FormatException($"what is packed is not {length} bytes of Brotli");
    }

    private static void WriteContent(RowKeys keys, PackedWriter content)
    {
        content.WriteText(keys.PlaceWord);
        content.WriteByte(keys.IdColumn is null ? (byte)0 : (byte)1);
        if (keys.IdColumn is not null)
        {
            content.WriteText(keys.IdColumn);
        }

        content.WriteNumber((ulong)keys.Columns.Count);
        foreach (var (name, kind) in keys.Columns)
        {
            content.WriteText(name);
            content.WriteByte((byte)kind);
        }

        content.WriteNumber((ulong)keys.RowCount);
        foreach (var hash in keys.Hashes)
        {
            content.WriteWord(hash);
        }

        var previous = 0L;
        foreach (var line in keys.Lines)
        {
            content.WriteSigned(line - previous);
            previous = line;
        }

        foreach (var id in keys.Ids)
        {
            content.WriteText(id);
        }
    }

    private static RowKeys ReadContent(ReadOnlySpan<byte> content)
    {
        var reader = new PackedReader(content);
        var placeWord = reader.ReadText();
        var idColumn = reader.ReadByte() == 0 ? null : reader.ReadText();
        var columns = new (string Name, ColumnKind Kind)[reader.ReadCount(leastBytesEach: 2)];
        foreach (ref var column in columns.AsSpan())
        {
            column = (reader.ReadText(), (ColumnKind)reader.ReadByte());
        }

        var hashes = new ulong[reader.ReadCount(leastBytesEach: sizeof(ulong) + 1)];
        foreach (ref var hash in hashes.AsSpan())
        {
            hash = reader.ReadWord();
        }

        var lines = new long[hashes.Length];
        var previous = 0L;
        foreach (ref var line in lines.AsSpan())
        {
            line = previous += reader.ReadSigned();
        }

        var ids = idColumn is null ? null : new string[hashes.Length];
        foreach (ref var id in ids.AsSpan())
        {
            id = reader.ReadText();
        }

        return reader.Remaining == 0
            ? new RowKeys(placeWord, idColumn, columns, hashes, lines, ids)
            : throw new FormatException($"{reader.Remaining} bytes follow the last row");
    }

    private static FormatException Damaged(string why, Exception? cause) => new(
        $"The row keys are damaged: {why}. Take them again of the table (RowKeys.Of), or from a copy.", cause);
}
