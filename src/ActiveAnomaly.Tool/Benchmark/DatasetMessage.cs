using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>
/// A data set as silos send it to each other: its name, the minibatch, the numbers of rows and features, the categorical ranges, the
/// features row by row, and for each row whether it is abnormal. Little-endian; features keep their bits.
/// </summary>
internal static class DatasetMessage
{
    /// <summary>Writes a data set.</summary>
    /// <exception cref="InputException">It takes more bytes than one array holds.</exception>
    public static byte[] Write(BenchmarkDataset dataset)
    {
        var rows = dataset.Rows;
        RequireLength(dataset.Name, Length(rows.RowCount, rows.FeatureCount));
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(dataset.Name);
        writer.Write(dataset.BatchSize);
        writer.Write(rows.RowCount);
        writer.Write(rows.FeatureCount);
        writer.Write(rows.CategoricalRanges.Count);
        foreach (var range in rows.CategoricalRanges)
        {
            writer.Write(range.First);
            writer.Write(range.Count);
        }

        foreach (var value in rows.Values)
        {
            writer.Write(value);
        }

        foreach (var isAbnormal in dataset.IsAbnormal)
        {
            writer.Write(isAbnormal);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> gave.</summary>
    public static BenchmarkDataset Read(ReadOnlyMemory<byte> content)
    {
        using var reader = new BinaryReader(StreamOf(content), Encoding.UTF8);
        var name = reader.ReadString();
        var batchSize = reader.ReadInt32();
        var rowCount = reader.ReadInt32();
        var values = new float[reader.ReadInt32()];
        var ranges = new CategoricalRange[reader.ReadInt32()];
        for (var i = 0; i < ranges.Length; i++)
        {
            ranges[i] = new CategoricalRange(reader.ReadInt32(), reader.ReadInt32());
        }

        var builder = new FeatureMatrixBuilder(values.Length, rowCount);
        for (var row = 0; row < rowCount; row++)
        {
            for (var k = 0; k < values.Length; k++)
            {
                values[k] = reader.ReadSingle();
            }

            builder.Add(values);
        }

        var isAbnormal = new bool[rowCount];
        for (var row = 0; row < rowCount; row++)
        {
            isAbnormal[row] = reader.ReadBoolean();
        }

        return new BenchmarkDataset(name, builder.ToMatrix().WithCategoricalRanges(ranges), isAbnormal, batchSize);
    }

    /// <summary>Refuses what one array cannot hold, before anything is written.</summary>
    internal static void RequireLength(string name, long length)
    {
        if (length > Array.MaxLength)
        {
            throw new InputException(
                $"The data set '{name}' takes {length.ToString(CultureInfo.InvariantCulture)} bytes; other silos can be sent "
                + $"{Array.MaxLength.ToString(CultureInfo.InvariantCulture)} at most. Leave --cluster out to run it on this machine, or "
                + "give fewer rows.");
        }
    }

    /// <summary>The bytes of features and truth: what comes before them is not worth counting.</summary>
    private static long Length(long rowCount, int featureCount) => rowCount * ((featureCount * sizeof(float)) + sizeof(bool));

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
}
