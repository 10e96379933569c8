using System.Buffers.Binary;
using Parquet.Meta;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>
/// How the values of a column lie in a Parquet file, told by the headers of its pages: the description at the file's end lists the
/// encodings of values together with those of what tells which are missing.
/// </summary>
/// <param name="Encodings">The encodings of the values.</param>
/// <param name="IsHadoopLz4">Whether they are packed with LZ4 as Hadoop frames it.</param>
internal sealed record ParquetPages(IReadOnlySet<Encoding> Encodings, bool IsHadoopLz4)
{
    /// <summary>What a header takes at most, but for statistics of long texts, which are of no interest here.</summary>
    private const int MostHeaderBytes = 1 << 13;

    /// <summary>Goes through the headers of a column's pages in one group of rows.</summary>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public static ParquetPages Of(Stream stream, ColumnMetaData column)
    {
        var encodings = new HashSet<Encoding>();
        var (isHadoopLz4, valueCount, buffer) = (false, 0L, new byte[MostHeaderBytes]);
        var place = new[] { column.DictionaryPageOffset ?? 0, column.DataPageOffset, column.IndexPageOffset ?? 0 }
            .Where(offset => offset > 0).Min();
        while (valueCount < column.NumValues)
        {
            stream.Seek(place, SeekOrigin.Begin);
            var bytes = buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
            var header = Header.Read(bytes);
            if (header.IsOfData)
            {
                encodings.Add(header.Encoding);
                valueCount += header.ValueCount;
            }

            isHadoopLz4 |= column.Codec == CompressionCodec.LZ4 && header.IsHadoopLz4(bytes);
            place += header.Length + header.PackedLength;
        }

        return new ParquetPages(encodings, isHadoopLz4);
    }

    private readonly record struct Header(
        int Length, bool IsOfData, Encoding Encoding, long ValueCount, long PackedLength, long UnpackedLength, long LevelsLength)
    {
        /// <summary>Reads the header of a page; numbers of fields are those of Parquet's own description of itself.</summary>
        public static Header Read(ReadOnlySpan<byte> bytes)
        {
            var reader = new ThriftReader(bytes);
            var header = default(Header);
            var number = 0;
            while (reader.NextField(ref number, out var type))
            {
                switch (number)
                {
                    case 2:
                        header = header with { UnpackedLength = reader.WholeNumber() };
                        break;
                    case 3:
                        header = header with { PackedLength = reader.WholeNumber() };
                        break;
                    case 5: // Data pages of version 1.
                        header = OfData(ref reader, header, encodingNumber: 2);
                        break;
                    case 8: // Data pages of version 2.
                        header = OfData(ref reader, header, encodingNumber: 4);
                        break;
                    default:
                        reader.SkipField(type);
                        break;
                }
            }

            return header.PackedLength < 0 || header.ValueCount < 0
                ? throw new InvalidDataException("The header of a page is damaged.")
                : header with { Length = reader.Position };
        }

        /// <summary>Tells whether the lengths that Hadoop writes before a block stand there, unpacked and packed.</summary>
        public bool IsHadoopLz4(ReadOnlySpan<byte> bytes)
        {
            var begin = Length + LevelsLength;
            return begin + 8 <= bytes.Length
                && BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)begin..]) == UnpackedLength - LevelsLength
                && BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)(begin + 4)..]) <= PackedLength - LevelsLength - 8;
        }

        private static Header OfData(ref ThriftReader reader, Header header, int encodingNumber)
        {
            header = header with { IsOfData = true };
            var number = 0;
            while (reader.NextField(ref number, out var type))
            {
                if (number == 1)
                {
                    header = header with { ValueCount = reader.WholeNumber() };
                }
                else if (number == encodingNumber)
                {
                    header = header with { Encoding = (Encoding)reader.WholeNumber() };
                }
                else if (encodingNumber == 4 && number is 5 or 6)
                {
                    header = header with { LevelsLength = header.LevelsLength + reader.WholeNumber() };
                }
                else
                {
                    reader.SkipField(type);
                }
            }

            return header;
        }
    }
}
