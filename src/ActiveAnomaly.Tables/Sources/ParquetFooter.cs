using System.Buffers.Binary;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>
/// Looks through the description at the end of a Parquet file before the library reads it: at one that is damaged the library may go on for
/// ever behind its end.
/// </summary>
internal static class ParquetFooter
{
    private const int TailLength = 8;

    /// <summary>The number of the field that says how columns are encrypted.</summary>
    private const int Encryption = 8;

    /// <summary>Requires a whole description, and leaves the stream at its beginning.</summary>
    /// <returns>Whether it says that columns are encrypted.</returns>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static bool RequireWhole(Stream stream)
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
        var reader = new ThriftReader(bytes);
        var (isEncrypted, number) = (false, 0);
        while (reader.NextField(ref number, out var type))
        {
            isEncrypted |= number == Encryption;
            reader.SkipField(type);
        }

        return isEncrypted;
    }
}
